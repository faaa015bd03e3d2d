#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace utter::speaker {

/// Longest piece that is spoken in one go, in bytes: what has no end of sentence is cut at a space,
/// or else between two characters.
inline constexpr std::size_t sentence_bytes_max = 600;

/// The sentences of a text, in order and without the space around them, so that the first can be
/// heard while the next is made. A sentence ends at `.`, `!`, `?`, `…`, their East Asian forms, or
/// a line break; a point ends none within a number or an abbreviation ("3.5", "e.g. this", "Dr.
/// X"). Pieces without a letter or digit belong to the sentence before. Pure.
[[nodiscard]] std::vector<std::string> split_sentences(std::string_view text);

}  // namespace utter::speaker
