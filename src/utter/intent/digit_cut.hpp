#pragma once

#include <vector>

#include "utter/intent/normalizer.hpp"

namespace utter::intent {

/// Cuts words where digits meet letters: `1h30` -> `1` `h` `30`, `7am` -> `7` `am`. Only plain
/// words are cut: their bytes are those of the text. Pure; any thread.
[[nodiscard]] std::vector<Word> cut_at_digits(const std::vector<Word>& words);

}  // namespace utter::intent
