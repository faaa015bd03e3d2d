#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "utter/intent/normalizer.hpp"

namespace utter::intent {

/// Phrases looked for as whole words: blacklists, exclusion lists, entity values, vocabularies
/// (OVOS-INTENT-2 section 4.3). Phrases and texts must come from the same Normalizer.
class PhraseSet {
  public:
    /// Adds a normalised phrase: words joined by single spaces. An empty one is ignored.
    void insert(std::string phrase);

    /// True when some phrase is a contiguous run of whole words of `words`.
    [[nodiscard]] bool occurs_in(const NormalText& words) const;

    /// True when the normalised text is one of the phrases.
    [[nodiscard]] bool contains(std::string_view phrase) const { return phrases_.contains(phrase); }

    [[nodiscard]] bool empty() const noexcept { return phrases_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return phrases_.size(); }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::unordered_set<std::string, Hash, std::equal_to<>> phrases_;
    std::size_t words_max_ = 0;  // of the longest phrase
};

}  // namespace utter::intent
