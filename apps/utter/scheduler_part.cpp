#include "scheduler_part.hpp"

#include <utility>

#include "utter/core/log.hpp"

namespace utter::app {

Result<std::unique_ptr<SchedulerPart>> SchedulerPart::open(runtime::EventLoop& loop,
                                                           bus::Bus& bus,
                                                           const Clock& clock,
                                                           const Program& program) {
    std::unique_ptr<SchedulerPart> made(new SchedulerPart);
    scheduler::SchedulerSettings settings;
    settings.database = config::scheduler_database(program.settings.scheduler, program.environment);
    settings.schedules_max = program.settings.scheduler.schedules_max;
    if (settings.database.empty()) {
        log::warning("scheduler.nothing_survives",
                     {{"reason", "there is no home directory; set scheduler.database"}});
    }
    auto scheduler =
        scheduler::Scheduler::open({bus, made->thread_, loop, clock, runtime::uptime}, settings);
    if (!scheduler) return std::unexpected(scheduler.error());
    made->scheduler_ = std::move(*scheduler);
    auto watch = runtime::ClockWatch::start(
        loop, [&scheduler = *made->scheduler_] { scheduler.clock_changed(); });
    if (watch) {
        made->watch_ = std::move(*watch);
    } else {  // it looks at the clock by itself too, only later
        log::warning("scheduler.clock_unwatched", {{"reason", watch.error().detail}});
    }
    return made;
}

}  // namespace utter::app
