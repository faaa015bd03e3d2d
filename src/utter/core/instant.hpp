#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"

namespace utter {

/// A point of the time line; what clocks and zones make of it is elsewhere.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// The last instant that RFC 3339 can write.
inline constexpr Time time_max =
    std::chrono::sys_days(std::chrono::year(9999) / 12 / 31) + std::chrono::hours(23);

/// A point of the time line and the offset from UTC it was written with, which says nothing about
/// a time zone. Spec: OVOS-SCHEDULER-1 section 3.2.
struct Instant {
    Time time;
    std::chrono::minutes offset{0};  ///< under a day

    friend bool operator==(const Instant&, const Instant&) = default;
};

/// Reads RFC 3339 with an offset: "2031-03-29T07:30:00+01:00"; `Z` is +00:00. Parts of a second
/// below a microsecond are cut off. Leap seconds are refused, as no clock here shows one.
/// @return `malformed` that says what is wrong.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);

/// Writes RFC 3339 with a numeric offset; parts of a second only when there are some.
[[nodiscard]] std::string to_string(const Instant& instant);

}  // namespace utter
