#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::workers {

struct WorkerSettings {
    std::string name;                    ///< for logs and metrics: "stt"
    std::vector<std::string> command;    ///< program and arguments; empty: it runs elsewhere
    std::vector<std::string> variables;  ///< "NAME=value" for it, besides ours
    std::chrono::milliseconds start_timeout{300'000};  ///< until it serves
    std::chrono::milliseconds stop_timeout{5'000};     ///< between SIGTERM and SIGKILL
    std::chrono::milliseconds restart_delay{1'000};    ///< doubled each time, up to a minute
    std::chrono::milliseconds start_interval{200};     ///< between two probes until it serves
    std::chrono::milliseconds probe_interval{5'000};   ///< and then
};

enum class WorkerState : std::uint8_t {
    starting,  ///< its process runs and loads its model
    serving,
    waiting,  ///< it ended or could not be started, and is started again soon
    away,     ///< it runs elsewhere, and does not serve
    stopped,
};

[[nodiscard]] std::string_view to_string(WorkerState state) noexcept;

struct WorkerStatus {
    std::string name;
    WorkerState state = WorkerState::stopped;
    pid_t pid = 0;               ///< 0: there is no process of ours
    std::uint32_t restarts = 0;  ///< how often it was started again
    std::string reason;          ///< why it does not serve, for people; may be empty
};

/// Keeps workers running (seed "nobody", section 7: worker lifecycle). Each has a thread, which
/// starts its process, asks its health until it serves and then again and again, and starts it
/// anew, after a wait that grows, when it ends, does not get ready in time, or three times in a row
/// does not serve. A worker without a command is only watched.
class WorkerManager {
  public:
    /// Whether the worker of this name serves; blocks for a few seconds at the most. Called on the
    /// worker's thread.
    using Probe = std::function<Result<void>(const std::string& name)>;
    /// Told of each change of a state, on the worker's thread; may be null.
    using OnChange = std::function<void(const WorkerStatus& status)>;

    WorkerManager(std::vector<WorkerSettings> workers,
                  const Probe& probe,
                  const OnChange& on_change = nullptr);
    /// As stop().
    ~WorkerManager();
    WorkerManager(const WorkerManager&) = delete;
    WorkerManager& operator=(const WorkerManager&) = delete;
    WorkerManager(WorkerManager&&) = delete;
    WorkerManager& operator=(WorkerManager&&) = delete;

    /// Tells the processes to end, all at the same time.
    void begin_stop();
    /// The same, and waits until they have ended, or were killed for not doing so.
    void stop();

    /// As they are now; from any thread.
    [[nodiscard]] std::vector<WorkerStatus> states() const;

    /// The same as Prometheus text: `utter_worker_serving`, `utter_worker_restarts_total`.
    [[nodiscard]] std::string to_prometheus() const;

  private:
    class Keeper;
    std::vector<std::unique_ptr<Keeper>> keepers_;
};

}  // namespace utter::workers
