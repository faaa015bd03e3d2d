#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/speech_grammar.hpp"

namespace utter::speech {

/// A SpeechGrammar compiled to the form decoders search: the smallest deterministic acyclic graph
/// whose paths from state 0 to a final state are exactly the grammar's sentences.
///
/// Sentences that differ by one word share everything else, so a few dozen templates with long
/// slots stay at some hundred states however many sentences they expand to.
struct WordGraph {
    struct Arc {
        std::uint32_t word = 0;  ///< index into `words`
        std::uint32_t to = 0;    ///< index into `states`

        friend bool operator==(const Arc&, const Arc&) = default;
        friend auto operator<=>(const Arc&, const Arc&) = default;
    };
    struct State {
        std::vector<Arc> arcs;  ///< sorted by word, each word at most once
        bool final = false;
    };

    std::vector<std::string> words;    ///< sorted, every one used by some arc
    std::vector<State> states;         ///< state 0 is the start; empty: no sentence is left
    std::vector<std::string> unknown;  ///< sorted words the filter refused
    std::vector<std::string> dropped_sentences;  ///< templates of which nothing was left

    /// Whether the words, separated by single spaces, are one of the grammar's sentences.
    [[nodiscard]] bool accepts(std::string_view sentence) const;
};

/// Says whether a decoder can hear a word, for example because it has a pronunciation.
using WordFilter = std::function<bool(std::string_view word)>;

/// Limits of one grammar; beyond them the compiler answers ErrorCode::limit.
inline constexpr std::size_t grammar_states_max = 400'000;  ///< before the graph is minimised
inline constexpr std::size_t grammar_depth_max = 64;        ///< nested groups and rules

/// Compiles a grammar. A word the filter refuses takes the smallest alternative that holds it with
/// it: its branch of a group, an optional part, a rule's alternative, at last the whole sentence.
/// Deterministic; safe from any thread.
/// @param known asked at least once a word; an empty function accepts every word
/// @return malformed, naming the sentence, for a broken template, a rule that does not exist or one
///         that refers to itself; limit for a grammar that is too large.
[[nodiscard]] Result<WordGraph> compile_word_graph(const SpeechGrammar& grammar,
                                                   const WordFilter& known = {});

}  // namespace utter::speech
