#include "utter/transform/number_digits.hpp"

#include <algorithm>
#include <span>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/numbers.hpp"

namespace utter::transform {
namespace {

// An article is a number only before others ("a hundred"), never alone.
bool is_article(const intent::NumberWords& numbers, std::span<const intent::Word> words) {
    return words.size() == 1 && numbers.is_article(words.front().text);
}

}  // namespace

void NumberDigits::transform(Utterances& utterances, json::object& /*context*/) {
    if (utterances.candidates.empty()) return;
    const auto& lang = utterances.lang ? *utterances.lang : lang_;
    const auto numbers = intent::NumberWords::of(lang);
    const auto words = intent::Normalizer(lang).words(utterances.candidates.front());
    if (!numbers || !words) return;
    std::string text;
    bool changed = false;
    for (std::size_t at = 0; at < words->size();) {
        const auto rest = std::span(*words).subspan(at);
        const auto number = (*numbers)->longest_prefix(rest);
        text += text.empty() ? "" : " ";
        if (number && !is_article(**numbers, rest.first(number->words))) {
            const auto digits = std::to_string(number->value);
            changed |= number->words > 1 || digits != rest.front().text;
            text += digits;
            at += number->words;
        } else {
            text += rest.front().text;
            ++at;
        }
    }
    auto& candidates = utterances.candidates;
    if (changed && std::ranges::find(candidates, text) == candidates.end()) {
        candidates.push_back(std::move(text));
    }
}

}  // namespace utter::transform
