#pragma once

#include <chrono>
#include <string>

#include "utter/core/result.hpp"

namespace utter::skills {

/// What clocks in `zone` show at `now`, by the system's own time zone database. The first call of a
/// process lists the database, some 20 ms. Any thread.
/// @param zone IANA name, of today or of former days.
/// @return `not_found` when the database has no such zone, `unavailable` when there is none.
[[nodiscard]] Result<std::chrono::local_seconds> local_time(
    const std::string& zone, std::chrono::system_clock::time_point now);

/// When clocks in `zone` show `time`: where they show it twice, the first time; where they skip it,
/// the end of the gap. Errors as above.
[[nodiscard]] Result<std::chrono::system_clock::time_point> moment_of(
    const std::string& zone, std::chrono::local_seconds time);

}  // namespace utter::skills
