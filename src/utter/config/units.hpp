#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Quantities as people write them in a configuration file.
namespace utter::config {

/// Parses a whole number followed by ms, s, m or h ("500ms", "10s", "5m"; spaces around the unit
/// are allowed). The unit is required, so that nobody has to guess it. @return nothing for
/// anything else, negative numbers and overflow.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The shortest text that parses back to the same duration: 60000 ms is "1m".
[[nodiscard]] std::string format_duration(std::chrono::milliseconds duration);

/// Parses a whole number of bytes, alone or followed by B, KiB, MiB or GiB ("16MiB").
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);

/// The shortest text that parses back to the same size: 1048576 is "1MiB", 1000 is "1000B".
[[nodiscard]] std::string format_size(std::uint64_t bytes);

}  // namespace utter::config
