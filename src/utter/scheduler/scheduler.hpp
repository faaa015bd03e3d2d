#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/result.hpp"
#include "utter/core/timers.hpp"

namespace utter::scheduler {

/// What the scheduler runs on. All referred to must outlive it.
struct SchedulerRuntime {
    bus::Bus& bus;
    Executor& executor;  ///< its own; it waits for the disk there
    Timers& timers;
    const Clock& clock;
    /// Time since some fixed point that passes while the machine sleeps, and that setting the clock
    /// does not move: what `in` is measured by and the clock is watched with.
    std::function<std::chrono::microseconds()> uptime;
};

struct SchedulerSettings {
    std::filesystem::path database;           ///< empty: in memory, nothing survives
    std::size_t schedules_max = 10'000;       ///< of all owners together
    std::size_t owner_schedules_max = 1'000;  ///< of one owner
};

/// Keeps schedules in a database and fires their events: at least once, and at most the newest
/// occurrence twice, whatever is killed when. Thread-safe; it does all its work on its executor.
/// Spec: OVOS-SCHEDULER-1.
class Scheduler {
  public:
    /// Opens the database and takes requests from now on; nothing is fired before start().
    /// @return why the database cannot be used, `unavailable` when another process has it open.
    [[nodiscard]] static Result<std::unique_ptr<Scheduler>> open(SchedulerRuntime runtime,
                                                                 const SchedulerSettings& settings);
    /// Waits for what it is doing. Not to be called on its executor.
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;
    Scheduler(Scheduler&&) = delete;
    Scheduler& operator=(Scheduler&&) = delete;

    /// Announces `ovos.scheduler.ready`; then, on its executor, deals with what was missed and
    /// fires what comes due. Not to be called there.
    void start();

    /// Looks at the clock again, because somebody may have set it. It is looked at each minute
    /// anyway.
    void clock_changed();

  private:
    class Impl;
    explicit Scheduler(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace utter::scheduler
