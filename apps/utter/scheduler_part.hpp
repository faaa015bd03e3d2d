#pragma once

#include <memory>

#include "environment.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/runtime/clock_watch.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/scheduler/scheduler.hpp"

namespace utter::app {

/// The scheduler with a thread of its own, which nothing else keeps from firing in time.
class SchedulerPart {
  public:
    /// Opens the database and takes requests. All arguments outlive it.
    [[nodiscard]] static Result<std::unique_ptr<SchedulerPart>> open(runtime::EventLoop& loop,
                                                                     bus::Bus& bus,
                                                                     const Clock& clock,
                                                                     const Program& program);

    /// Fires from now on, once whoever wants to hear of it listens.
    void start() { scheduler_->start(); }

  private:
    SchedulerPart() = default;

    runtime::WorkerPool thread_{1};
    std::unique_ptr<scheduler::Scheduler> scheduler_;
    std::unique_ptr<runtime::ClockWatch> watch_;
};

}  // namespace utter::app
