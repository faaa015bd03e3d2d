#include "utter/scheduler/schedule.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace utter::scheduler {
namespace {

// A start that was left out stays where it was when the period is the same.
bool keeps_start(const Timing& timing, const Schedule* replaces) {
    const auto* every = std::get_if<Every>(&timing);
    const auto* before =
        replaces == nullptr ? nullptr : std::get_if<Every>(&replaces->record.timing);
    return every != nullptr && before != nullptr && !every->start &&
           every->period == before->period;
}

}  // namespace

std::optional<Instant> Schedule::next() const {
    if (const auto left = remaining(); left && *left <= 0) return std::nullopt;
    const auto found = next_occurrence(record.timing, progress.anchor, progress.mark);
    if (found && record.until && found->time > record.until->time) return std::nullopt;
    return found;
}

std::optional<std::int64_t> Schedule::remaining() const {
    if (is_one_shot()) return progress.mark ? 0 : 1;
    if (!record.count) return std::nullopt;
    return std::max<std::int64_t>(0, *record.count - progress.used);
}

Schedule::Missed Schedule::missed_at(Time now) const {
    Missed missed;
    // The last microsecond at which an occurrence, fired now, is too late.
    auto limit = now - record.grace - std::chrono::microseconds(1);
    if (record.until) limit = std::min(limit, record.until->time);
    const auto left = remaining().value_or(std::numeric_limits<std::int64_t>::max());
    const auto elapsed =
        occurrences_until(record.timing, progress.anchor, progress.mark, limit, left);
    missed.count = elapsed.count;
    // Of many, those before the newest are only counted.
    auto from = progress.mark;
    if (const auto extra = elapsed.count - static_cast<std::int64_t>(missed_max); extra > 0) {
        from = occurrences_until(record.timing, progress.anchor, progress.mark, limit, extra)
                   .last.time;
    }
    while (missed.instants.size() < missed_max &&
           static_cast<std::int64_t>(missed.instants.size()) < missed.count) {
        const auto next = next_occurrence(record.timing, progress.anchor, from);
        if (!next) break;
        missed.instants.push_back(*next);
        from = next->time;
    }
    return missed;
}

void Schedule::fired(const Instant& due, std::int64_t consumed) {
    progress.mark = due.time;
    progress.used += consumed;
    progress.last_fired = due;
    progress.missed.clear();
}

void Schedule::gave_up(const Missed& missed) {
    progress.mark = missed.instants.back().time;
    progress.used += missed.count;
    auto& all = progress.missed;
    all.insert(all.end(), missed.instants.begin(), missed.instants.end());
    if (all.size() > missed_max) {
        all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(missed_max));
    }
}

json::object Schedule::state() const {
    const auto left = remaining();
    return {{"next", to_json(next())},
            {"last_fired", to_json(progress.last_fired)},
            {"missed", to_json(progress.missed)},
            {"remaining", left ? json::value(*left) : json::value(nullptr)}};
}

std::expected<Schedule, Refusal> make_schedule(Record record, Time now, const Schedule* replaces) {
    const auto anchor = keeps_start(record.timing, replaces)
                            ? std::optional(replaces->progress.anchor)
                            : anchor_of(record.timing, now);
    if (!anchor) {
        return std::unexpected(Refusal{refusal::bad_recurrence, "it leads beyond the year 9999"});
    }
    Schedule schedule{std::move(record), {*anchor, {}, 0, {}, {}}};
    if (!schedule.next()) {
        return std::unexpected(
            Refusal{refusal::bad_recurrence, "there is no occurrence before 'until'"});
    }
    // What was fired is not fired again because its owner, starting, says the same once more.
    const bool same_series = replaces != nullptr && !schedule.is_one_shot() &&
                             (schedule.record.timing == replaces->record.timing ||
                              keeps_start(schedule.record.timing, replaces));
    if (same_series) {
        schedule.progress.mark = replaces->progress.mark;
        schedule.progress.last_fired = replaces->progress.last_fired;
        schedule.progress.missed = replaces->progress.missed;
    }
    return schedule;
}

json::array to_json(const std::vector<Instant>& instants) {
    json::array out;
    out.reserve(instants.size());
    for (const auto& instant : instants) out.emplace_back(to_string(instant));
    return out;
}

json::value to_json(const std::optional<Instant>& instant) {
    return instant ? json::value(to_string(*instant)) : json::value(nullptr);
}

}  // namespace utter::scheduler
