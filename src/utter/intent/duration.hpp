#pragma once

#include <chrono>
#include <string_view>

#include "utter/core/result.hpp"

namespace utter::intent {

/// Longest duration understood: ten years of 365 days.
inline constexpr std::chrono::seconds duration_max{std::chrono::days{3'650}};

/// The duration that the whole of `text` is: "one hour and thirty minutes", "half an hour",
/// "1h30", "10 min", "eineinhalb Stunden", "una hora y media", "trois quarts d'heure". Numbers in
/// words or digits, parts of a unit, parts in any order; a bare number after hours means minutes,
/// after minutes seconds. Rounded to whole seconds. Any thread; the first call in a language takes
/// a few milliseconds.
/// @return `malformed` when it is none, `limit` above duration_max, `unsupported` for a language
/// whose table in languages/ has no units.
[[nodiscard]] Result<std::chrono::seconds> parse_duration(std::string_view text,
                                                          std::string_view lang);

}  // namespace utter::intent
