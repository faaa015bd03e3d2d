#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Base64 of RFC 4648 section 4. Pure; any thread.
namespace utter {

[[nodiscard]] std::string to_base64(std::span<const std::byte> bytes);

/// Padding may be missing; nothing else may be missing or added, line breaks included.
/// @return nothing for what is no base64.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace utter
