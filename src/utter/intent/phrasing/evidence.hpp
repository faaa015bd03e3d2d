#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "utter/intent/phrasing/sentence.hpp"
#include "utter/intent/phrasing/signature.hpp"
#include "utter/intent/phrasing/slot_filler.hpp"

namespace utter::intent::phrasing {

/// What speaks for a sentence being a signature, said otherwise.
struct Evidence {
    double confidence = 0;     ///< 0 .. 1
    double recall = 0;         ///< how much of the signature was said
    double precision = 0;      ///< how much of what was said belongs to it
    double spelt_out = 0;      ///< weight of what was said of it, values known to fit included
    std::size_t said = 0;      ///< meanings of the signature that were said
    std::size_t unsaid = 0;    ///< and those that were not
    bool is_misfit = false;    ///< a slot has no value though words are left over
    bool tells_apart = false;  ///< something was said that only this intent has
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
                             std::span<const Usual> own,
                             const Lexicon& lexicon,
                             const Distribution& distribution,
                             const SlotJudge& judge);

}  // namespace utter::intent::phrasing
