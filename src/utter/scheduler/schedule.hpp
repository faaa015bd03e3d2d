#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "utter/scheduler/record.hpp"

namespace utter::scheduler {

/// Most missed occurrences that are named one by one; of more, the newest.
inline constexpr std::size_t missed_max = 1'000;

/// How far a schedule has come: what is stored beside its record.
struct Progress {
    Instant anchor;                     ///< what occurrences are counted from, see anchor_of()
    std::optional<Time> mark;           ///< no occurrence at or before it comes again
    std::int64_t used = 0;              ///< occurrences fired or given up
    std::optional<Instant> last_fired;  ///< due instant of the newest one fired
    std::vector<Instant> missed;        ///< since then, oldest first
};

/// One schedule: what was asked for, and how far it has come. A value; all of it is pure.
struct Schedule {
    Record record;
    Progress progress;

    /// The occurrence that comes next, or nothing when none remains.
    [[nodiscard]] std::optional<Instant> next() const;
    /// Occurrences left, when bounded by `count` or being one only.
    [[nodiscard]] std::optional<std::int64_t> remaining() const;
    /// Whether there is one occurrence only.
    [[nodiscard]] bool is_one_shot() const { return scheduler::is_one_shot(record.timing); }

    /// What is due at `now` and was not fired within its grace.
    struct Missed {
        std::int64_t count = 0;
        std::vector<Instant> instants;  ///< oldest first, the newest missed_max of them
    };
    [[nodiscard]] Missed missed_at(Time now) const;

    /// Records that `due` was fired. @param consumed occurrences it stands for, itself included
    void fired(const Instant& due, std::int64_t consumed = 1);
    /// Records that these were given up. @pre missed.count > 0
    void gave_up(const Missed& missed);

    /// The `state` of OVOS-SCHEDULER-1 section 4.1.
    [[nodiscard]] json::object state() const;
};

/// A schedule accepted at `now`. @param replaces the one of the same identity, whose phase it may
/// keep. @return `bad_recurrence` when it has no occurrence.
[[nodiscard]] std::expected<Schedule, Refusal> make_schedule(Record record,
                                                             Time now,
                                                             const Schedule* replaces);

/// The texts of some instants.
[[nodiscard]] json::array to_json(const std::vector<Instant>& instants);
/// The text of one, or null.
[[nodiscard]] json::value to_json(const std::optional<Instant>& instant);

}  // namespace utter::scheduler
