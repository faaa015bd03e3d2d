#pragma once

#include <cstddef>
#include <vector>

#include "utter/intent/phrasing/sentence.hpp"
#include "utter/intent/phrasing/signature.hpp"
#include "utter/intent/phrasing/slot_filler.hpp"

namespace utter::intent::phrasing {

/// 0 .. 1: how much two meanings are the same. The same words are 1, a full synonym 0.95.
[[nodiscard]] double similarity(const Meaning& a, const Meaning& b) noexcept;

/// What speaks for a sentence being a signature, said otherwise.
struct Evidence {
    double confidence = 0;  ///< 0 .. 1
    double recall = 0;      ///< how much of the signature was said
    double precision = 0;   ///< how much of what was said belongs to it
    std::size_t said = 0;   ///< meanings of the signature that were said
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
    /// Whether several intents are about it, so that it does not tell them apart.
    [[nodiscard]] virtual bool is_shared(const Meaning& meaning) const = 0;
};

/// Weighs a sentence against a signature: its meanings are looked for in any order, its slots are
/// filled, and what neither explains counts against it, as does what it excludes.
[[nodiscard]] Evidence weigh(const Sentence& sentence,
                             const Signature& signature,
                             const Lexicon& lexicon,
                             const Distribution& distribution,
                             const SlotJudge& judge);

}  // namespace utter::intent::phrasing
