#include "utter/config/near_miss.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace utter::config {
namespace {

constexpr std::size_t typed_max_bytes = 64;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(last.begin(), last.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string_view near_miss(std::string_view typed, std::span<const std::string_view> candidates) {
    if (typed.size() > typed_max_bytes) return {};
    std::string_view best;
    // A third of the text wrong is a different word, not a slip.
    std::size_t best_distance = std::max<std::size_t>(typed.size() / 3, 1) + 1;
    for (const auto candidate : candidates) {
        const auto distance = edit_distance(typed, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace utter::config
