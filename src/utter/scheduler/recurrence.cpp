#include "utter/scheduler/recurrence.hpp"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

namespace utter::scheduler {
namespace {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// More days than any calendar leaves out between two of the same weekday.
constexpr int days_searched_max = 40;

const date::time_zone* find_zone(const std::string& name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

Instant in_zone(const date::time_zone& zone, date::sys_seconds time) {
    const auto offset = zone.get_info(time).offset;
    return {Time(time.time_since_epoch()), std::chrono::floor<minutes>(offset)};
}

unsigned weekday_of(date::local_days day) {
    return date::weekday(day).c_encoding();
}

// The occurrence that belongs to a day of the zone's calendar.
std::optional<Instant> on_day(const Local& local,
                              const date::time_zone& zone,
                              date::local_days day) {
    if (!local.days.test(weekday_of(day))) return std::nullopt;
    const date::local_seconds wanted = day + local.time;
    const auto info = zone.get_info(wanted);
    if (info.result != date::local_info::nonexistent) {  // of two, `first` is the earlier
        return in_zone(zone, date::sys_seconds((wanted - info.first.offset).time_since_epoch()));
    }
    const auto after_gap = info.first.end;
    const auto shown = date::floor<date::days>(zone.to_local(after_gap));
    if (!local.days.test(weekday_of(shown))) return std::nullopt;
    return in_zone(zone, after_gap);
}

std::optional<Instant> next_local(const Local& local, Time from, bool from_itself) {
    const auto* zone = find_zone(local.zone);
    if (zone == nullptr) return std::nullopt;
    const date::sys_seconds sys(std::chrono::floor<seconds>(from).time_since_epoch());
    // A gap can put the occurrence of one day into the next.
    auto day = date::floor<date::days>(zone->to_local(sys)) - date::days(2);
    for (int i = 0; i < days_searched_max; ++i, day += date::days(1)) {
        const auto found = on_day(local, *zone, day);
        if (!found || found->time > time_max) continue;
        if (found->time > from || (from_itself && found->time == from)) return found;
    }
    return std::nullopt;
}

std::optional<Instant> next_every(const Every& every,
                                  const Instant& start,
                                  std::optional<Time> after) {
    if (!after || *after < start.time) return start;
    const auto n = (*after - start.time) / every.period + 1;
    if ((time_max - start.time) / every.period < n) return std::nullopt;
    return Instant{start.time + n * every.period, start.offset};
}

}  // namespace

bool is_one_shot(const Timing& timing) noexcept {
    return std::holds_alternative<At>(timing) || std::holds_alternative<In>(timing);
}

bool is_zone(const std::string& zone) {
    return find_zone(zone) != nullptr;
}

std::optional<Instant> anchor_of(const Timing& timing, Time now) {
    if (const auto* at = std::get_if<At>(&timing)) return at->instant;
    if (std::holds_alternative<Local>(timing)) return Instant{now};
    const auto* every = std::get_if<Every>(&timing);
    if (every != nullptr && every->start) return every->start;
    const auto delay = every != nullptr ? every->period : std::get<In>(timing).delay;
    if (now > time_max || time_max - now < delay) return std::nullopt;
    return Instant{now + delay};
}

std::optional<Instant> next_occurrence(const Timing& timing,
                                       const Instant& anchor,
                                       std::optional<Time> after) {
    if (is_one_shot(timing)) {
        const bool is_over = after && *after >= anchor.time;
        return is_over ? std::nullopt : std::optional(anchor);
    }
    if (const auto* every = std::get_if<Every>(&timing)) return next_every(*every, anchor, after);
    return next_local(std::get<Local>(timing), after.value_or(anchor.time), !after);
}

Elapsed occurrences_until(const Timing& timing,
                          const Instant& anchor,
                          std::optional<Time> after,
                          Time limit,
                          std::int64_t count_max) {
    Elapsed elapsed;
    auto next = next_occurrence(timing, anchor, after);
    if (const auto* every = std::get_if<Every>(&timing); every != nullptr && next) {
        if (next->time > limit || count_max <= 0) return elapsed;
        elapsed.count = std::min<std::int64_t>(count_max, (limit - next->time) / every->period + 1);
        elapsed.last = {next->time + (elapsed.count - 1) * every->period, anchor.offset};
        return elapsed;
    }
    while (next && next->time <= limit && elapsed.count < count_max) {
        ++elapsed.count;
        elapsed.last = *next;
        next = next_occurrence(timing, anchor, next->time);
    }
    return elapsed;
}

}  // namespace utter::scheduler
