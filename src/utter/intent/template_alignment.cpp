#include "utter/intent/template_alignment.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "utter/intent/template_graph.hpp"

namespace utter::intent::detail {
namespace {

constexpr int impossible = std::numeric_limits<int>::min();

// One entry per (item, word): the best the rest of the sample can make of the rest of the words,
// and how many of them this item takes for it.
struct Cell {
    int worth = impossible;
    std::uint16_t taken = 0;
};

}  // namespace

Alignment align(const std::vector<std::pair<bool, std::string_view>>& pattern,
                const std::vector<Word>& words,
                const SlotWorth& worth) {
    const std::size_t items = pattern.size();
    const std::size_t size = words.size();
    const std::size_t row = size + 1;
    std::vector<Cell> cells((items + 1) * row);
    cells[items * row + size].worth = 0;
    for (std::size_t item = items; item-- > 0;) {
        const auto& [is_slot, label] = pattern[item];
        const std::size_t rest = items - item - 1;
        for (std::size_t first = item; first + rest < size; ++first) {
            Cell& cell = cells[item * row + first];
            if (!is_slot) {
                if (words[first].text == label) {
                    cell = {cells[(item + 1) * row + first + 1].worth, 1};
                }
                continue;
            }
            std::string value;
            const std::size_t longest =
                std::min(size - rest, first + TemplateGraph::slot_words_max);
            for (std::size_t last = first + 1; last <= longest; ++last) {
                if (!value.empty()) value += ' ';
                value += words[last - 1].text;
                const int tail = cells[(item + 1) * row + last].worth;
                if (tail == impossible) continue;
                const int total = tail + worth(label, value);
                if (total > cell.worth) {
                    cell = {total, static_cast<std::uint16_t>(last - first)};
                }
            }
        }
    }

    Alignment alignment;
    alignment.worth = cells.front().worth;
    std::size_t first = 0;
    for (std::size_t item = 0; item < items; ++item) {
        const std::size_t taken = cells[item * row + first].taken;
        if (pattern[item].first)
            alignment.spans.push_back({pattern[item].second, first, first + taken});
        first += taken;
    }
    return alignment;
}

}  // namespace utter::intent::detail
