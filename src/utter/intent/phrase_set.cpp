#include "utter/intent/phrase_set.hpp"

#include <algorithm>
#include <utility>

namespace utter::intent {

void PhraseSet::insert(std::string phrase) {
    if (phrase.empty()) return;
    const auto words = static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 1;
    words_max_ = std::max(words_max_, words);
    phrases_.insert(std::move(phrase));
}

bool PhraseSet::occurs_in(const NormalText& words) const {
    if (phrases_.empty()) return false;
    for (std::size_t first = 0; first < words.size(); ++first) {
        const std::size_t longest = std::min(words.size(), first + words_max_);
        for (std::size_t last = first + 1; last <= longest; ++last) {
            if (phrases_.contains(words.run(first, last))) return true;
        }
    }
    return false;
}

}  // namespace utter::intent
