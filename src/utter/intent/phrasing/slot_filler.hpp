#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "utter/intent/phrasing/sentence.hpp"
#include "utter/intent/phrasing/signature.hpp"

namespace utter::intent::phrasing {

/// How well words suit a slot, whoever stands beside them.
/// unfit: never; open: nothing is known of it; number: begins with one, as words of samples rarely
/// do; fitting: is of the slot's type; known: is one of the entity's values.
enum class SlotWorth : std::uint8_t { unfit, open, number, fitting, known };

/// Words [first, last) that a slot takes.
struct SlotSpan {
    std::size_t slot = 0;  ///< of the signature's
    std::size_t first = 0;
    std::size_t last = 0;
    double credit = 0;       ///< 0 .. 1: how sure it is that they belong there
    bool is_exact = false;   ///< begins right after a word of the samples
    bool is_beside = false;  ///< a neighbour of the samples stands beside them
    SlotWorth worth = SlotWorth::open;
};

/// What judges the words [first, last) as a value of the slot.
using SlotJudge =
    std::function<SlotWorth(std::string_view slot, std::size_t first, std::size_t last)>;

/// Finds words for the slots of a signature among those not taken, surest slot first. A slot
/// begins after a neighbour it has in the samples, or with a word that means something.
/// @param taken by token: part of what the signature says itself
/// @return spans that do not overlap, at most one a slot
[[nodiscard]] std::vector<SlotSpan> fill_slots(const Sentence& sentence,
                                               const Signature& signature,
                                               std::vector<bool> taken,
                                               const SlotJudge& judge);

}  // namespace utter::intent::phrasing
