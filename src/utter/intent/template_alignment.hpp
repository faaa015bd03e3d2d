#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/intent/normalizer.hpp"

/// How words fall to the slots of one sample; used by template_matcher.cpp alone.
namespace utter::intent::detail {

struct SlotSpan {
    std::string_view slot;
    std::size_t first = 0;  ///< word
    std::size_t last = 0;   ///< past the end
};

struct Alignment {
    int worth = 0;  ///< sum over the slots
    std::vector<SlotSpan> spans;
};

/// What a normalised value is worth in a slot: 1 known, 0 unknown, below 0 excluded.
using SlotWorth = std::function<int(std::string_view slot, const std::string& value)>;

/// The alignment of `words` to `pattern` that is worth most; of equals the one with the shortest
/// first slot, then second, and so on. `pattern` must fit `words`, as TemplateGraph::find says.
[[nodiscard]] Alignment align(const std::vector<std::pair<bool, std::string_view>>& pattern,
                              const std::vector<Word>& words,
                              const SlotWorth& worth);

}  // namespace utter::intent::detail
