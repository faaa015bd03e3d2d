#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8 helpers shared by the intent library. Pure; any thread.
namespace utter::intent {

/// True when `text` is well-formed UTF-8.
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;

/// The code point at byte `offset`, which is moved past it. `text` must be valid UTF-8 and
/// `offset` inside it.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& offset) noexcept;

/// Appends `code_point` to `out` as UTF-8.
void append_utf8(std::string& out, char32_t code_point);

/// Unicode White_Space, not only the ASCII ones.
[[nodiscard]] bool is_space(char32_t code_point) noexcept;

/// `text` without leading and trailing white space.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// Number of code points in `text`; counts lead bytes, so any input is safe.
[[nodiscard]] std::size_t code_point_count(std::string_view text) noexcept;

/// A slot, vocabulary or resource name: `a-z 0-9 _`, not starting with a digit (OVOS-INTENT-1 3.4).
[[nodiscard]] bool is_name(std::string_view text) noexcept;

}  // namespace utter::intent
