#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "corpus.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::bench {

std::vector<std::string> split_words(std::string_view text);

/// Word error: substitutions, insertions and deletions.
std::size_t word_errors(std::string_view reference, std::string_view heard);

/// Tells whether two sentences ask for the same thing: the same intents understand them and their
/// slots say the same. "set the tea timer for a minute" means "set a tea timer for one minute".
class Meaning {
  public:
    explicit Meaning(const Corpus& corpus);

    /// Intent and slot words; empty for a sentence no skill knows.
    [[nodiscard]] std::string of(const std::string& sentence) const;

  private:
    struct Intent {
        std::string name;
        speech::WordGraph graph;
    };
    std::vector<Intent> intents_;
    std::set<std::string> slot_words_;
};

}  // namespace utter::bench
