#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/speech/speech_grammar.hpp"

namespace utter::speech::pocketsphinx {

/// A language model of a grammar's sentences, in ARPA format: how likely a word follows the two
/// before it. Counted over some sentences of each template, drawn at random but always the same,
/// each alternative as likely as the next; absolute discounting leaves room for what was not drawn.
///
/// @param known words it says no to are left out, and nothing is said about their neighbours
/// @return an empty text when no word is left; malformed, naming the template or rule, for a broken
///         template, a rule that does not exist or one that refers to itself
[[nodiscard]] Result<std::string> make_phrase_model(
    const SpeechGrammar& grammar, const std::function<bool(const std::string& word)>& known);

}  // namespace utter::speech::pocketsphinx
