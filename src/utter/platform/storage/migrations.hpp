#pragma once

#include <cstddef>
#include <span>

#include "utter/core/result.hpp"
#include "utter/platform/storage/sql_connection.hpp"

namespace utter::platform {

/// One step forward; there are none back.
struct Migration {
    std::span<const char* const> statements;
};

/// All of them, oldest first. Those that were released are never changed.
[[nodiscard]] std::span<const Migration> all_migrations() noexcept;

/// Brings the tables up to date; each step is a transaction of its own.
/// @return unsupported when they are newer than `migrations`
[[nodiscard]] Result<void> migrate(SqlConnection& connection,
                                   std::span<const Migration> migrations = all_migrations());

}  // namespace utter::platform
