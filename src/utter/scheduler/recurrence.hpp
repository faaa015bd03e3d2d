#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "utter/core/instant.hpp"

/// When a schedule is due. Pure, but for the system's time zone database. Spec: OVOS-SCHEDULER-1
/// section 3.4.
namespace utter::scheduler {

/// Shortest period of a recurrence: each occurrence is one write that waits for the disk.
inline constexpr std::chrono::microseconds period_min{100'000};

/// One instant.
struct At {
    Instant instant;
    friend bool operator==(const At&, const At&) = default;
};

/// One instant, so long after the request was accepted.
struct In {
    std::chrono::microseconds delay{};
    friend bool operator==(const In&, const In&) = default;
};

/// start + n * period, n = 0, 1, ...
struct Every {
    std::chrono::microseconds period{};
    std::optional<Instant> start;  ///< none: one period after the request was accepted
    friend bool operator==(const Every&, const Every&) = default;
};

/// Whenever the clocks of a zone show a time on one of some days of the week.
struct Local {
    std::chrono::seconds time{};  ///< since midnight
    std::bitset<7> days;          ///< by std::chrono::weekday::c_encoding(): Sunday is 0
    std::string zone;             ///< IANA name
    friend bool operator==(const Local&, const Local&) = default;
};

using Timing = std::variant<At, In, Every, Local>;

/// Whether it has one occurrence only.
[[nodiscard]] bool is_one_shot(const Timing& timing) noexcept;

/// Whether the system's time zone database has the zone.
[[nodiscard]] bool is_zone(const std::string& zone);

/// What the occurrences are counted from when a request is accepted at `now`: the instant of a
/// one-shot, the start of a period, `now` itself for Local. @return nothing when that lies beyond
/// time_max.
[[nodiscard]] std::optional<Instant> anchor_of(const Timing& timing, Time now);

/// The first occurrence after `after`, or the very first one when that is absent. Where the clocks
/// of a zone skip the time, it is the first instant after the gap, unless that falls on another day
/// than those asked for; where they show it twice, the first of the two.
/// @param anchor what anchor_of() gave. @return nothing when there is none up to time_max.
[[nodiscard]] std::optional<Instant> next_occurrence(const Timing& timing,
                                                     const Instant& anchor,
                                                     std::optional<Time> after);

/// The last occurrence at or before `limit`, and how many there are up to it, both counting from
/// the first one after `after`. At most `count_max` are counted.
struct Elapsed {
    std::int64_t count = 0;
    Instant last;  ///< meaningless when count is 0
};
[[nodiscard]] Elapsed occurrences_until(const Timing& timing,
                                        const Instant& anchor,
                                        std::optional<Time> after,
                                        Time limit,
                                        std::int64_t count_max);

}  // namespace utter::scheduler
