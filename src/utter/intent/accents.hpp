#pragma once

#include <string>
#include <string_view>

namespace utter::intent {

/// Latin letters without their accents, but for the letters `kept`: "café" -> "cafe". Letters that
/// are no letter and accent ("ø", "ß") stay, and so do other scripts. `word` is valid UTF-8 in NFC.
/// Pure; any thread.
[[nodiscard]] std::string fold_accents(std::string_view word, std::u32string_view kept = {});

}  // namespace utter::intent
