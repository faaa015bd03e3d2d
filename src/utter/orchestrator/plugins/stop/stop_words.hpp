#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "utter/intent/phrase_set.hpp"

namespace utter::orchestrator {

/// The utterances that mean "stop", by language.
class StopWords {
  public:
    enum class Kind { one_thing, everything };

    StopWords();

    /// What the whole utterance means; nothing when it is no such word, or in a language without
    /// any. Regions of one language share their words.
    [[nodiscard]] std::optional<Kind> find(std::string_view utterance, std::string_view lang) const;

  private:
    struct Phrases {
        intent::PhraseSet one_thing;
        intent::PhraseSet everything;
    };
    std::map<std::string, Phrases, std::less<>> by_language_;  // by primary subtag
};

}  // namespace utter::orchestrator
