#pragma once

#include <map>
#include <string>
#include <vector>

namespace utter::speech {

/// What the user is likely to say, handed to an SttEngine that can use a grammar.
///
/// Both `sentences` and the alternatives of `rules` are OVOS-INTENT-1 templates over normalised
/// words: `(a|b)`, `[x]`, and `{rule}`, which stands for any alternative of that rule. Every rule
/// named is present and rules never refer to themselves, directly or through others.
struct SpeechGrammar {
    std::string lang;  ///< BCP-47
    std::vector<std::string> sentences;
    std::map<std::string, std::vector<std::string>> rules;

    friend bool operator==(const SpeechGrammar&, const SpeechGrammar&) = default;
};

}  // namespace utter::speech
