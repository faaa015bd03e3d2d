#include "utter/intent/template_alignment.hpp"

#include <algorithm>
#include <limits>

namespace utter::intent::detail {
namespace {

constexpr int impossible = std::numeric_limits<int>::min();

}  // namespace

std::span<const SlotSpan> Aligner::align(std::span<const PatternItem> pattern,
                                         std::span<const Label> words,
                                         const SlotWorth& worth) {
    spans_.clear();
    worth_ = 0;
    const auto slots = std::ranges::count_if(pattern, &PatternItem::is_slot);
    if (slots == 0) return spans_;
    if (slots == 1) {  // there is one way only
        const auto slot = std::ranges::find_if(pattern, &PatternItem::is_slot);
        const auto before = static_cast<std::size_t>(slot - pattern.begin());
        const std::size_t behind = pattern.size() - before - 1;
        spans_.push_back({slot->label, before, words.size() - behind});
        worth_ = worth.of(slot->label, before, words.size() - behind);
        return spans_;
    }
    fill(pattern, words, worth);
    worth_ = cells_.front().worth;
    std::size_t first = 0;
    for (std::size_t item = 0; item < pattern.size(); ++item) {
        const std::size_t taken = cells_[item * (words.size() + 1) + first].taken;
        if (pattern[item].is_slot) spans_.push_back({pattern[item].label, first, first + taken});
        first += taken;
    }
    return spans_;
}

void Aligner::fill(std::span<const PatternItem> pattern,
                   std::span<const Label> words,
                   const SlotWorth& worth) {
    const std::size_t items = pattern.size();
    const std::size_t size = words.size();
    const std::size_t row = size + 1;
    cells_.assign((items + 1) * row, {impossible, 0});
    cells_[items * row + size].worth = 0;
    for (std::size_t item = items; item-- > 0;) {
        const auto& [is_slot, label] = pattern[item];
        const std::size_t rest = items - item - 1;
        for (std::size_t first = item; first + rest < size; ++first) {
            Cell& cell = cells_[item * row + first];
            if (!is_slot) {
                if (words[first] == label) cell = {cells_[(item + 1) * row + first + 1].worth, 1};
                continue;
            }
            const std::size_t longest =
                std::min(size - rest, first + TemplateSearch::slot_words_max);
            for (std::size_t last = first + 1; last <= longest; ++last) {
                const int tail = cells_[(item + 1) * row + last].worth;
                if (tail == impossible) continue;
                const int total = tail + worth.of(label, first, last);
                if (total > cell.worth) cell = {total, static_cast<std::uint16_t>(last - first)};
            }
        }
    }
}

}  // namespace utter::intent::detail
