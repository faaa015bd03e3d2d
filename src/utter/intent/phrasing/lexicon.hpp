#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace utter::intent::phrasing {

/// What sort of word a unit of meaning is, and thereby what it weighs.
enum class UnitKind : std::uint8_t { topic, state, action, question, distant, negation };

/// 0 .. 1: how much it says about what somebody wants.
[[nodiscard]] double base_weight(UnitKind kind) noexcept;

using ConceptId = std::uint16_t;

/// One thing that words can mean, and how well they mean it, 0 .. 1.
struct Sense {
    ConceptId concept_id = 0;
    float strength = 1;
};

/// The smallest piece of a sentence that means something: a word's stem or a fixed phrase.
struct Meaning {
    std::string key;  ///< stems joined by '_'; equal keys are the same words
    UnitKind kind = UnitKind::topic;
    std::vector<Sense> senses;  ///< none: a word the lexicon does not know
};

/// 0 .. 1: how much two meanings are the same. The same words are 1, a full synonym 0.95.
[[nodiscard]] double similarity(const Meaning& a, const Meaning& b) noexcept;

/// A phrase of the lexicon.
struct Phrase {
    std::vector<std::string> stems;
    std::string word;               ///< as it is written, of a phrase of one word
    std::size_t gap = 0;            ///< words before a gap; 0 without one
    bool at_begin = false;          ///< only as the first words of a sentence
    bool at_end = false;            ///< only where no noun phrase follows
    std::vector<Meaning> meanings;  ///< none: filler
};

/// What is known of a language beforehand. Immutable; any thread.
class Lexicon {
  public:
    /// The lexicon of a language, read on first use in about a millisecond and kept for the life of
    /// the process. A language without one has an empty lexicon.
    [[nodiscard]] static const Lexicon& of(std::string_view lang);

    /// Phrases that begin with `stem`, those of most words first.
    [[nodiscard]] std::span<const Phrase> phrases(const std::string& stem) const;

    /// What a single word means, when it is a phrase by itself; null otherwise.
    [[nodiscard]] const Meaning* word(const std::string& stem) const;

    [[nodiscard]] bool is_function(std::string_view word) const;
    [[nodiscard]] bool is_vague(std::string_view word) const;
    [[nodiscard]] bool is_determiner(std::string_view word) const;
    [[nodiscard]] bool is_distant(std::string_view word) const;
    [[nodiscard]] bool is_negation(std::string_view word) const;
    /// Whether it has the ending of a verb of the past.
    [[nodiscard]] bool is_past(std::string_view word) const;
    [[nodiscard]] bool joins_words() const noexcept { return joins_words_; }

    /// Whether two concepts exclude each other.
    [[nodiscard]] bool are_opposed(ConceptId a, ConceptId b) const;
    /// Whether it is a thing one can be about, whatever else its words do.
    [[nodiscard]] bool is_topic(ConceptId concept_id) const { return topics_.contains(concept_id); }

  private:
    class Reader;
    Lexicon() = default;

    std::unordered_map<std::string, std::vector<Phrase>> phrases_;  // by first stem
    std::set<std::string, std::less<>> function_;
    std::set<std::string, std::less<>> vague_;
    std::set<std::string, std::less<>> determiners_;
    std::set<std::string, std::less<>> distant_;
    std::set<std::string, std::less<>> negations_;
    std::set<std::string, std::less<>> past_;  // endings
    std::set<std::pair<ConceptId, ConceptId>> opposed_;
    std::set<ConceptId> topics_;
    bool joins_words_ = false;
};

}  // namespace utter::intent::phrasing
