#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace utter::config {

inline constexpr std::size_t shown_max_bytes = 80;

/// Makes outside text fit to print in one line of a message: quoted, control characters escaped as
/// TOML does, cut after `max_bytes`.
[[nodiscard]] std::string in_quotes(std::string_view text, std::size_t max_bytes = shown_max_bytes);

/// The text with control characters escaped, so that it cannot end a line or drive a terminal.
[[nodiscard]] std::string without_controls(std::string_view text);

/// A key in full, as TOML writes it: parts that are not bare are quoted, which keeps
/// `"bus.port" = 1`, one odd key, apart from bus.port.
[[nodiscard]] std::string join_key(std::string_view section, std::string_view part);

}  // namespace utter::config
