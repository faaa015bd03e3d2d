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
using FieldId = std::uint16_t;

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
    /// The lexicon of a language, read on first use, in some ten milliseconds, and kept for the
    /// life of the process. A language without one has an empty lexicon.
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
    /// Whether it is said of anything, so that it tells no subject from another.
    [[nodiscard]] bool is_light(const std::string& stem) const;
    /// Whether something is told of the words before it with this verb: "is", "has".
    [[nodiscard]] bool is_copula(std::string_view word) const;
    /// The same, of what is gone: "was", "had".
    [[nodiscard]] bool is_bygone(std::string_view word) const;
    /// The same, of what ought to be: "can", "should", "needs".
    [[nodiscard]] bool is_modal(std::string_view word) const;
    /// Whether it is a verb by which something is told of the things before it: "babies sleep".
    [[nodiscard]] bool is_verb(const std::string& stem) const;
    /// Whether what somebody said, thinks or wonders follows it: "he asked if ...".
    [[nodiscard]] bool is_report(const std::string& stem) const;
    /// Whether who speaks, who is spoken to, or what is at hand is meant by it: "my", "here".
    [[nodiscard]] bool is_personal(std::string_view word) const;
    /// Whether who is spoken to is meant by it: "you", "your".
    [[nodiscard]] bool is_addressed(std::string_view word) const;
    /// Whether the language says which words are personal.
    [[nodiscard]] bool tells_personal() const noexcept { return !personal_.empty(); }
    /// Whether who begins with it tells of things: "a", "every", "there".
    [[nodiscard]] bool is_general(std::string_view word) const;
    /// Whether it begins a clause of less weight: "because", "when".
    [[nodiscard]] bool is_subordinator(std::string_view word) const;
    /// Whether it has an ending that no command has.
    [[nodiscard]] bool is_inflected(std::string_view word) const;
    /// Whether it has the ending of a verb of the past.
    [[nodiscard]] bool is_past(std::string_view word) const;
    [[nodiscard]] bool joins_words() const noexcept { return joins_words_; }

    /// The fields of life that words belong to, ascending: those of weather, of cooking.
    /// @param key as of a Meaning
    [[nodiscard]] std::span<const FieldId> fields(const std::string& key) const;

    /// Whether two concepts exclude each other.
    [[nodiscard]] bool are_opposed(ConceptId a, ConceptId b) const;
    /// Whether it is a thing one can be about, whatever else its words do.
    [[nodiscard]] bool is_topic(ConceptId concept_id) const { return topics_.contains(concept_id); }
    /// Whether it is something one asks.
    [[nodiscard]] bool is_question(ConceptId concept_id) const {
        return questions_.contains(concept_id);
    }
    /// Whether it is done by telling something, so that a question may ask for it.
    [[nodiscard]] bool is_telling(const Meaning& meaning) const;
    /// Whether it asks for one thing and no other: "who" and "why" do, "what" does not.
    [[nodiscard]] bool is_strict(const Meaning& meaning) const;

  private:
    class Reader;
    Lexicon() = default;

    std::unordered_map<std::string, std::vector<Phrase>> phrases_;  // by first stem
    std::unordered_map<std::string, std::vector<FieldId>> fields_;  // by key
    std::set<std::string, std::less<>> function_;
    std::set<std::string, std::less<>> vague_;
    std::set<std::string, std::less<>> determiners_;
    std::set<std::string, std::less<>> distant_;
    std::set<std::string, std::less<>> negations_;
    std::set<std::string, std::less<>> past_;   // endings
    std::set<std::string, std::less<>> light_;  // stems
    std::set<std::string, std::less<>> copulas_;
    std::set<std::string, std::less<>> bygone_;
    std::set<std::string, std::less<>> modals_;
    std::set<std::string, std::less<>> inflections_;  // endings
    std::set<std::string, std::less<>> verbs_;        // stems
    std::set<std::string, std::less<>> reports_;      // stems
    std::set<std::string, std::less<>> personal_;
    std::set<std::string, std::less<>> subordinators_;
    std::set<std::string, std::less<>> general_;
    std::set<std::string, std::less<>> addressed_;
    std::set<ConceptId> telling_;
    std::set<ConceptId> strict_;
    std::set<std::pair<ConceptId, ConceptId>> opposed_;
    std::set<ConceptId> topics_;
    std::set<ConceptId> questions_;
    bool joins_words_ = false;
};

}  // namespace utter::intent::phrasing
