#pragma once

#include <string>
#include <string_view>

namespace utter::listener {

/// A written text as the words that are spoken, in the form of a grammar template: "Timer set for
/// {length}. 1 minute left!" is "timer set for {length} one minute left". Slots stay, punctuation
/// goes, whole numbers are spelled out, with alternatives where the language has several spellings.
/// Empty when nothing is spoken.
[[nodiscard]] std::string spoken_text(std::string_view text, std::string_view lang);

}  // namespace utter::listener
