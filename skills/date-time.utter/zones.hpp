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

}  // namespace utter::skills
