#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "utter/intent/template_search.hpp"

/// How words fall to the slots of one sample; used by template_matcher.cpp alone.
namespace utter::intent::detail {

struct SlotSpan {
    Label slot = 0;         ///< its name
    std::size_t first = 0;  ///< word
    std::size_t last = 0;   ///< past the end
};

/// What words [first, last) are worth in a slot: 1 known, 0 unknown, below 0 excluded.
class SlotWorth {
  public:
    SlotWorth() = default;
    virtual ~SlotWorth() = default;
    SlotWorth(const SlotWorth&) = delete;
    SlotWorth& operator=(const SlotWorth&) = delete;
    SlotWorth(SlotWorth&&) = delete;
    SlotWorth& operator=(SlotWorth&&) = delete;

    [[nodiscard]] virtual int of(Label slot, std::size_t first, std::size_t last) const = 0;
};

/// Finds alignments in room of its own, which is kept from one to the next.
class Aligner {
  public:
    /// The alignment of words to `pattern` that is worth most; of equals the one with the shortest
    /// first slot, then second, and so on. `pattern` must fit the words, as TemplateGraph::find
    /// says. Good until the next call.
    std::span<const SlotSpan> align(std::span<const PatternItem> pattern,
                                    std::span<const Label> words,
                                    const SlotWorth& worth);

    /// Of the alignment found last, summed over the slots.
    [[nodiscard]] int worth() const noexcept { return worth_; }

  private:
    // The best the rest of the sample can make of the rest of the words, and how many of them this
    // item takes for it.
    struct Cell {
        int worth;
        std::uint16_t taken;
    };

    void fill(std::span<const PatternItem> pattern,
              std::span<const Label> words,
              const SlotWorth& worth);

    std::vector<Cell> cells_;  // by item, then word
    std::vector<SlotSpan> spans_;
    int worth_ = 0;
};

}  // namespace utter::intent::detail
