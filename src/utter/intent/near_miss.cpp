#include "utter/intent/near_miss.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/template.hpp"

namespace utter::intent {
namespace {

using Strings = std::vector<std::string>;

// More words than any sample that could be near.
constexpr std::size_t words_max = 64;

// The sample's normalised words, slots as `{name}`.
Strings pieces_of(std::string_view sample, const Normalizer& normalizer) {
    Strings out;
    while (!sample.empty()) {
        const auto open = std::min(sample.find('{'), sample.size());
        if (const auto words = normalizer.words(sample.substr(0, open))) {
            for (const auto& word : *words) out.push_back(word.text);
        }
        const auto close = sample.find('}', open);
        if (close == std::string_view::npos) break;
        out.emplace_back(sample.substr(open, close + 1 - open));
        sample.remove_prefix(close + 1);
    }
    return out;
}

bool is_slot(const std::string& piece) {
    return piece.starts_with('{');
}

// How to turn one into the other with the fewest words left over on either side. Of equal ways the
// one where slots take least: "set a timer for" lacks the slot, not the "for".
constexpr std::size_t left_over_cost = 4;
constexpr std::size_t slot_cost = 1;

class Alignment {
  public:
    Alignment(const Strings& pieces, const Strings& words) : pieces_(pieces), words_(words) {
        const auto columns = words.size() + 1;
        cost_.assign((pieces.size() + 1) * columns, 0);
        for (std::size_t p = 0; p <= pieces.size(); ++p) {
            for (std::size_t w = 0; w <= words.size(); ++w) at(p, w) = cheapest(p, w);
        }
    }

    [[nodiscard]] std::size_t cost() const { return cost_.back(); }

    // Walks back along the cheapest way. @return how many words agree
    std::size_t explain(NearMiss& miss) const {
        std::size_t p = pieces_.size();
        std::size_t w = words_.size();
        std::size_t agreed = 0;
        while (p > 0 || w > 0) {
            if (fits(p, w) && at(p, w) == at(p - 1, w - 1) + fit_cost(p)) {
                agreed += is_slot(pieces_[p - 1]) ? 0 : 1;
                --p, --w;
            } else if (widens(p, w) && at(p, w) == at(p, w - 1)) {
                --w;
            } else if (p > 0 && at(p, w) == at(p - 1, w) + left_over_cost) {
                miss.missing.insert(miss.missing.begin(), pieces_[--p]);
            } else {
                miss.unexpected.insert(miss.unexpected.begin(), words_[--w]);
            }
        }
        return agreed;
    }

  private:
    [[nodiscard]] std::size_t& at(std::size_t p, std::size_t w) {
        return cost_[p * (words_.size() + 1) + w];
    }
    [[nodiscard]] std::size_t at(std::size_t p, std::size_t w) const {
        return cost_[p * (words_.size() + 1) + w];
    }

    [[nodiscard]] bool fits(std::size_t p, std::size_t w) const {
        return p > 0 && w > 0 && (is_slot(pieces_[p - 1]) || pieces_[p - 1] == words_[w - 1]);
    }

    [[nodiscard]] std::size_t fit_cost(std::size_t p) const {
        return is_slot(pieces_[p - 1]) ? slot_cost : 0;
    }

    // A slot that has a word takes another.
    [[nodiscard]] bool widens(std::size_t p, std::size_t w) const {
        return p > 0 && w > 1 && is_slot(pieces_[p - 1]);
    }

    [[nodiscard]] std::size_t cheapest(std::size_t p, std::size_t w) const {
        if (p == 0 || w == 0) return (p + w) * left_over_cost;
        auto best = std::min(at(p - 1, w), at(p, w - 1)) + left_over_cost;
        if (fits(p, w)) best = std::min(best, at(p - 1, w - 1) + fit_cost(p));
        if (widens(p, w)) best = std::min(best, at(p, w - 1));
        return best;
    }

    const Strings& pieces_;
    const Strings& words_;
    std::vector<std::size_t> cost_;
};

// The closest way to read any template of the definition.
std::optional<NearMiss> nearest(const TemplateDefinition& definition,
                                const Strings& words,
                                const Normalizer& normalizer) {
    std::optional<NearMiss> best;
    std::tuple<std::size_t, std::size_t> best_rank;
    for (const std::string& text : definition.samples) {
        const auto parsed = Template::parse(text, Direction::input);
        if (!parsed) continue;
        const auto count = parsed->variant_count();
        const auto step = std::max<std::size_t>(1, count / near_variants_max);
        for (std::size_t i = 0; i < count; i += step) {
            std::string sample = parsed->variant(i);
            const Strings pieces = pieces_of(sample, normalizer);
            if (pieces.size() > words_max) continue;
            const Alignment alignment(pieces, words);
            if (best && alignment.cost() > std::get<0>(best_rank)) continue;
            NearMiss miss{
                definition.skill_id, definition.intent_name, std::move(sample), {}, {}, {}};
            const auto agreed = alignment.explain(miss);
            const std::tuple rank(alignment.cost(), pieces.size() - agreed);
            if (agreed == 0 || (best && rank >= best_rank)) continue;
            best = std::move(miss);
            best_rank = rank;
        }
    }
    return best;
}

// The words of a vocabulary that were said; nothing when none was.
std::optional<std::string> words_said(const KeywordVocabulary& vocabulary,
                                      const KeywordDefinition& definition,
                                      const std::string& utterance) {
    KeywordMatcher alone;
    const auto added = alone.add(
        {definition.skill_id, definition.intent_name, definition.lang, {vocabulary}, {}, {}, {}});
    if (!added) return std::nullopt;
    auto match = alone.match({&utterance, 1}, definition.lang);
    return match ? std::optional(std::move(match->slots[vocabulary.name])) : std::nullopt;
}

// What a keyword intent found and did not; nothing when none of what it needs was said.
std::optional<NearMiss> nearest(const KeywordDefinition& definition, const std::string& utterance) {
    NearMiss miss{definition.skill_id, definition.intent_name, {}, {}, {}, {}};
    bool said = false;
    const auto need = [&](const std::string& name, std::span<const KeywordVocabulary> any) {
        miss.sample += (miss.sample.empty() ? "" : " ") + name;
        const bool found = std::ranges::any_of(any, [&](const KeywordVocabulary& vocabulary) {
            return words_said(vocabulary, definition, utterance).has_value();
        });
        said = said || found;
        if (!found) miss.missing.push_back(name);
    };
    for (const auto& vocabulary : definition.required) {
        need("<" + vocabulary.name + ">", {&vocabulary, 1});
    }
    for (const auto& group : definition.one_of) {
        std::string names;
        for (const auto& vocabulary : group) {
            names += (names.empty() ? "(<" : "|<") + vocabulary.name + ">";
        }
        need(names + ")", group);
    }
    if (!said) return std::nullopt;
    for (const auto& vocabulary : definition.excluded) {
        if (auto words = words_said(vocabulary, definition, utterance)) {
            miss.excluded.push_back(*std::move(words));
        }
    }
    return miss;
}

// The nearest of the definitions in the language closest to `lang`.
template <class Definition, class Nearest>
std::vector<NearMiss> nearest_of(std::span<const Definition> definitions,
                                 std::string_view lang,
                                 std::size_t max,
                                 Nearest nearest_to) {
    std::vector<std::string> tags;
    for (const auto& definition : definitions) tags.push_back(definition.lang);
    const auto closest = closest_language(lang, tags);
    if (!closest) return {};
    std::vector<NearMiss> out;
    for (const auto& definition : definitions) {
        if (tag_distance(definition.lang, tags[*closest]) != 0) continue;
        if (auto miss = nearest_to(definition)) out.push_back(*std::move(miss));
    }
    std::ranges::sort(out, {}, [](const NearMiss& miss) {
        return std::tuple(miss.distance(), miss.skill_id, miss.intent_name);
    });
    if (out.size() > max) out.resize(max);
    return out;
}

}  // namespace

std::vector<NearMiss> near_misses(std::span<const TemplateDefinition> definitions,
                                  std::string_view utterance,
                                  std::string_view lang,
                                  std::size_t max) {
    const Normalizer normalizer(lang);
    const auto said = normalizer.words(utterance);
    if (!said || said->empty() || said->size() > words_max) return {};
    Strings words;
    for (const Word& word : *said) words.push_back(word.text);
    return nearest_of(definitions, lang, max, [&](const TemplateDefinition& definition) {
        return nearest(definition, words, normalizer);
    });
}

std::vector<NearMiss> near_misses(std::span<const KeywordDefinition> definitions,
                                  std::string_view utterance,
                                  std::string_view lang,
                                  std::size_t max) {
    return nearest_of(definitions,
                      lang,
                      max,
                      [said = std::string(utterance)](const KeywordDefinition& definition) {
                          return nearest(definition, said);
                      });
}

}  // namespace utter::intent
