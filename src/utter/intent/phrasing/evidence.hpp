#pragma once

#include <cstddef>
#include <vector>

#include "utter/intent/phrasing/sentence.hpp"
#include "utter/intent/phrasing/signature.hpp"
#include "utter/intent/phrasing/slot_filler.hpp"

namespace utter::intent::phrasing {

/// Weight of what was said beside a signature, by what is known of it.
struct Beside {
    double unknown = 0;  ///< nothing
    double known = 0;    ///< it means something, but nothing of this
    double related = 0;  ///< it is of the same field of life as what was said of the signature
    double distant = 0;  ///< it is of one who tells
};

/// What speaks for a sentence being a signature, said otherwise.
struct Evidence {
    double confidence = 0;      ///< 0 .. 1
    double recall = 0;          ///< how much of the signature was said
    double precision = 0;       ///< how much of what was said belongs to it
    double spelt_out = 0;       ///< weight of what was said of it, values known to fit included
    double likeness = 0;        ///< how literally what was said of it was said
    double core = 0;            ///< likeness of its weightiest meaning, 0: not said
    double missing_action = 0;  ///< weight of what is to be done and was not said
    double missing_topic = 0;   ///< weight of what it is about and was not said
    std::size_t meanings = 0;   ///< of the signature
    std::size_t left_over = 0;  ///< meanings of the sentence that the intent's samples never have
    std::size_t said = 0;       ///< meanings of the signature that were said
    std::size_t slots_unfilled = 0;
    std::size_t slots_known = 0;     ///< filled with what is known to fit
    std::size_t slots_by_place = 0;  ///< filled with whatever stands beside a word of the samples
    bool is_action_said = false;     ///< what is to be done was said
    bool is_excluded = false;        ///< its opposite was said
    bool is_stateless = false;       ///< on or off was not said
    bool is_misfit = false;          ///< a slot has no value though words are left over
    bool is_off_topic = false;       ///< a slot has one, but what it is about was not said
    bool tells_apart = false;        ///< something was said that only this intent has
    bool asks_to_do = false;         ///< a question, where the intent answers few or none
    bool asks_otherwise = false;     ///< "who" or "why", where the intent answers no such question
    bool is_of_another = false;      ///< its thing was not said, and another one was
    bool tells_past = false;         ///< a verb of the past is no part of it
    bool is_whole = false;           ///< all of it was said, and nothing else
    bool does_to_ask = false;        ///< something to do, where the intent mostly answers
    bool is_of_you = false;          ///< speaks of who is spoken to, as no sample of it does
    bool is_not_of_you = false;      ///< does not, as its samples do
    bool lacks_usual_topic = false;  ///< what most of its samples are about was not said
    bool does_other = false;         ///< something to do that the intent's samples never have
    double wording_lead = 0;  ///< how much more it is put as the intent's samples are than as
                              ///< any other intent's, by how much their wording tells
    double usual_said = 0;    ///< how much was said of what its samples mostly say, the same
    Beside beside;
    std::vector<SlotSpan> spans;

    /// What decides between signatures of equal confidence; more is better.
    [[nodiscard]] std::size_t detail() const noexcept { return said + (2 * spans.size()); }
};

/// What is known of meanings from all the intents together.
class Distribution {
  public:
    Distribution() = default;
    virtual ~Distribution() = default;
    Distribution(const Distribution&) = delete;
    Distribution& operator=(const Distribution&) = delete;
    Distribution(Distribution&&) = default;
    Distribution& operator=(Distribution&&) = default;

    /// Its kind's weight, more when few intents have it.
    [[nodiscard]] virtual double weight(const Meaning& meaning) const = 0;
    /// Whether some intent is about it, so that it is less likely a value.
    [[nodiscard]] virtual bool is_topic(const Meaning& meaning) const = 0;
    /// Whether some intent says it or much the same.
    [[nodiscard]] virtual bool is_known(const Meaning& meaning) const = 0;
    /// Whether several intents are about it, so that it does not tell them apart.
    [[nodiscard]] virtual bool is_shared(const Meaning& meaning) const = 0;
};

/// Weighs a sentence against a signature: its meanings are looked for in any order, its slots are
/// filled, and what neither explains counts against it, as does what it excludes.
/// @param own what the samples of the intent say, all of them: no sign of anything else
[[nodiscard]] Evidence weigh(const Sentence& sentence,
                             const Signature& signature,
                             const Vocabulary& own,
                             const Lexicon& lexicon,
                             const Distribution& distribution,
                             const SlotJudge& judge);

}  // namespace utter::intent::phrasing
