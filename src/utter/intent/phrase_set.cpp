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

bool PhraseSet::occurs_in(const std::vector<Word>& words) const {
    std::string run;
    for (std::size_t first = 0; first < words.size(); ++first) {
        run.clear();
        const std::size_t last = std::min(words.size(), first + words_max_);
        for (std::size_t i = first; i < last; ++i) {
            if (i > first) run += ' ';
            run += words[i].text;
            if (phrases_.contains(run)) return true;
        }
    }
    return false;
}

}  // namespace utter::intent
