#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace utter::config {

inline constexpr std::size_t config_file_max_bytes = 1U << 20U;
inline constexpr std::size_t bracket_depth_max = 32;  ///< arrays and inline tables in each other
inline constexpr std::size_t key_parts_max = 32;      ///< names in one dotted key

/// Where and why a text may not be given to the TOML parser.
struct GuardFinding {
    std::string reason;  ///< empty: nothing was found
    std::size_t line = 0;
    std::size_t column = 0;
};

/// Bounds nesting before the real parser sees the text. toml++ limits nested values but not dotted
/// keys: a key of some tens of thousands of parts parses, and then overflows the stack when its
/// tables are destroyed. This only counts brackets and dots outside strings and comments; whether
/// the text is TOML at all is left to the parser, which stops at the first mistake.
[[nodiscard]] GuardFinding guard_toml(std::string_view text);

}  // namespace utter::config
