#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace utter::config {

/// Damerau-Levenshtein distance (optimal string alignment): how many single-byte insertions,
/// deletions, replacements and swaps of neighbours turn one text into the other.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate a person most likely meant by `typed`, or an empty view when none is near.
/// Texts above 64 bytes match nothing, which bounds the work per unknown key.
[[nodiscard]] std::string_view near_miss(std::string_view typed,
                                         std::span<const std::string_view> candidates);

}  // namespace utter::config
