#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

#include "utter/scheduler/scheduler.hpp"

namespace utter::scheduler {

/// For tests of what uses it: makes the real scheduler, on a clock that nobody sets, and starts it.
/// @param database empty: in memory
inline auto scheduler_for_tests(std::filesystem::path database = {}) {
    return [database = std::move(database)](bus::Bus& bus,
                                            Executor& executor,
                                            Timers& timers,
                                            const Clock& clock) -> std::shared_ptr<void> {
        auto opened = Scheduler::open({bus,
                                       executor,
                                       timers,
                                       clock,
                                       [&clock] {
                                           return std::chrono::floor<std::chrono::microseconds>(
                                               clock.now().time_since_epoch());
                                       }},
                                      {.database = database});
        if (!opened) throw std::runtime_error(opened.error().detail);
        (*opened)->start();
        return std::shared_ptr<Scheduler>(std::move(*opened));
    };
}

}  // namespace utter::scheduler
