#include "utter/workers/worker_manager.hpp"

#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/workers/backoff.hpp"
#include "utter/workers/child_process.hpp"

namespace utter::workers {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds restart_delay_max{60'000};
// Who has served that long has started well.
constexpr std::chrono::milliseconds settled_after{60'000};
// A model at work may be late with an answer.
constexpr int failed_probes_max = 3;

}  // namespace

std::string_view to_string(WorkerState state) noexcept {
    switch (state) {
        case WorkerState::starting:
            return "starting";
        case WorkerState::serving:
            return "serving";
        case WorkerState::waiting:
            return "waiting";
        case WorkerState::away:
            return "away";
        case WorkerState::stopped:
            break;
    }
    return "stopped";
}

// One worker and its thread.
class WorkerManager::Keeper {
  public:
    Keeper(WorkerSettings settings, Probe probe, OnChange on_change)
        : settings_(std::move(settings)),
          probe_(std::move(probe)),
          on_change_(std::move(on_change)),
          backoff_(settings_.restart_delay, restart_delay_max) {
        status_.name = settings_.name;
        status_.state = settings_.command.empty() ? WorkerState::away : WorkerState::waiting;
        thread_ = std::jthread([this] { settings_.command.empty() ? watch() : keep(); });
    }

    void begin_stop() const { wake_up_.wake(); }
    void join() {
        if (thread_.joinable()) thread_.join();
    }

    [[nodiscard]] WorkerStatus status() const {
        const std::lock_guard lock(mutex_);
        return status_;
    }

  private:
    // Of somebody else's process.
    void watch() {
        bool first = true;
        do {
            const auto serving = probe_(settings_.name);
            if (serving) {
                if (set(WorkerState::serving, "")) {
                    log::info("worker.serves", {{"worker", settings_.name}});
                }
            } else if (set(WorkerState::away, serving.error().detail) || first) {
                log::warning("worker.away",
                             {{"worker", settings_.name}, {"reason", serving.error().detail}});
            }
            first = false;
        } while (!wake_up_.wait(settings_.probe_interval));
        set(WorkerState::stopped, "");
    }

    void keep() {
        bool again = false;
        while (true) {
            auto child = ChildProcess::start(settings_.command, settings_.variables);
            std::optional<std::string> reason;
            if (child) {
                if (again) count_restart();
                again = true;
                reason = run(*child);
                if (!reason) break;  // we are told to stop
            } else {
                reason = child.error().detail;
            }
            const auto delay = backoff_.next();
            log::warning(
                "worker.ended",
                {{"worker", settings_.name}, {"reason", *reason}, {"again_in_ms", delay.count()}});
            set(WorkerState::waiting, *reason);
            if (wake_up_.wait(delay)) break;
        }
        set(WorkerState::stopped, "");
    }

    // One life of the process. @return why it is over; nothing when we stop
    std::optional<std::string> run(ChildProcess& child) {
        const auto started = Clock::now();
        log::info("worker.started", {{"worker", settings_.name}, {"pid", child.pid()}});
        set(WorkerState::starting, "", child.pid());
        std::optional<Clock::time_point> serving_since;
        int failed = 0;
        while (true) {
            const auto event = child.wait(
                wake_up_, serving_since ? settings_.probe_interval : settings_.start_interval);
            if (event == ChildProcess::Event::ended) return "it ended with " + child.ending();
            if (event == ChildProcess::Event::woken) {
                child.stop(settings_.stop_timeout);
                log::info("worker.stopped",
                          {{"worker", settings_.name}, {"ending", child.ending()}});
                return std::nullopt;
            }
            const auto serving = probe_(settings_.name);
            const auto now = Clock::now();
            if (serving) {
                failed = 0;
                if (!serving_since) {
                    serving_since = now;
                    log::info("worker.serves",
                              {{"worker", settings_.name},
                               {"start_ms",
                                std::chrono::duration_cast<std::chrono::milliseconds>(now - started)
                                    .count()}});
                    set(WorkerState::serving, "", child.pid());
                }
                if (now - *serving_since > settled_after) backoff_.reset();
                continue;
            }
            if (serving_since ? ++failed >= failed_probes_max
                              : now - started > settings_.start_timeout) {
                child.stop(settings_.stop_timeout);
                return (serving_since ? "it no longer serves: " : "it did not serve in time: ") +
                       serving.error().detail;
            }
        }
    }

    void count_restart() {
        const std::lock_guard lock(mutex_);
        ++status_.restarts;
    }

    // @return whether it is another state, or another process
    bool set(WorkerState state, std::string reason, pid_t pid = 0) {
        WorkerStatus told;
        {
            const std::lock_guard lock(mutex_);
            const bool changed = status_.state != state || status_.pid != pid;
            status_.state = state;
            status_.pid = pid;
            status_.reason = std::move(reason);
            if (!changed) return false;
            told = status_;
        }
        if (on_change_) on_change_(told);
        return true;
    }

    const WorkerSettings settings_;
    const Probe probe_;
    const OnChange on_change_;
    Backoff backoff_;
    WakeUp wake_up_;
    mutable std::mutex mutex_;
    WorkerStatus status_;  // guarded
    std::jthread thread_;
};

WorkerManager::WorkerManager(std::vector<WorkerSettings> workers,
                             const Probe& probe,
                             const OnChange& on_change) {
    for (auto& worker : workers) {
        keepers_.push_back(std::make_unique<Keeper>(std::move(worker), probe, on_change));
    }
}

WorkerManager::~WorkerManager() {
    stop();
}

void WorkerManager::begin_stop() {
    for (const auto& keeper : keepers_) keeper->begin_stop();
}

void WorkerManager::stop() {
    begin_stop();
    for (const auto& keeper : keepers_) keeper->join();
}

std::vector<WorkerStatus> WorkerManager::states() const {
    std::vector<WorkerStatus> out;
    out.reserve(keepers_.size());
    for (const auto& keeper : keepers_) out.push_back(keeper->status());
    return out;
}

std::string WorkerManager::to_prometheus() const {
    if (keepers_.empty()) return {};
    std::string serving =
        "# HELP utter_worker_serving Whether the worker answers that it serves.\n"
        "# TYPE utter_worker_serving gauge\n";
    std::string restarts =
        "# HELP utter_worker_restarts_total How often the worker's process was started again.\n"
        "# TYPE utter_worker_restarts_total counter\n";
    for (const auto& status : states()) {
        const auto label = "{worker=\"" + status.name + "\"} ";
        serving += "utter_worker_serving" + label +
                   (status.state == WorkerState::serving ? "1" : "0") + "\n";
        restarts += "utter_worker_restarts_total" + label + std::to_string(status.restarts) + "\n";
    }
    return serving + restarts;
}

}  // namespace utter::workers
