// The keyword matcher against one that looks at every intent, on random definitions that come and
// go.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/language.hpp"

namespace utter::intent {
namespace {

using Words = std::vector<std::string>;
using Key = std::tuple<std::string, std::string, std::string, std::string>;
using Context = std::map<std::string, std::string>;  // vocabulary name to value

Words split(const std::string& text) {
    Words words;
    std::istringstream in(text);
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

class Reference {
  public:
    std::map<Key, KeywordDefinition> rows;

    [[nodiscard]] std::optional<KeywordMatch> match(const std::string& utterance,
                                                    const std::string& lang,
                                                    const std::string& session,
                                                    const Context& context) const {
        // Of each intent the nearest, the session's own first.
        std::map<std::string,
                 std::pair<std::tuple<int, bool, std::string>, const KeywordDefinition*>>
            seen;
        for (const auto& [key, row] : rows) {
            const bool inherited = std::get<0>(key) != session;
            if (inherited && std::get<0>(key) != default_session_id) continue;
            const int distance = tag_distance(lang, row.lang);
            if (distance >= language_distance_max) continue;
            const std::tuple place{distance, inherited, std::get<3>(key)};
            const auto [it, added] =
                seen.try_emplace(row.skill_id + ":" + row.intent_name, place, &row);
            if (!added && place < it->second.first) it->second = {place, &row};
        }
        const Words words = split(utterance);
        std::optional<KeywordMatch> best;
        std::pair<std::size_t, std::size_t> best_rank;
        for (const auto& [label, choice] : seen) {
            const KeywordDefinition& row = *choice.second;
            std::map<std::string, std::string> slots;
            const std::size_t covered = fit(row, words, context, slots);
            const std::pair rank{covered, slots.size()};
            if (covered == 0 || (best && rank <= best_rank)) continue;
            best_rank = rank;
            const double score = static_cast<double>(covered) / static_cast<double>(words.size());
            best = KeywordMatch{row.skill_id, row.intent_name, row.lang, utterance, slots, score};
        }
        return best;
    }

  private:
    using Span = std::pair<std::size_t, std::size_t>;

    static std::optional<Span> find(const KeywordVocabulary& vocabulary, const Words& words) {
        std::optional<Span> best;
        std::pair<std::size_t, std::size_t> best_size;
        for (std::size_t first = 0; first < words.size(); ++first) {
            std::string run;
            for (std::size_t last = first + 1; last <= words.size(); ++last) {
                run += (last > first + 1 ? " " : "") + words[last - 1];
                const std::pair size{last - first, run.size()};
                if (std::ranges::find(vocabulary.samples, run) == vocabulary.samples.end())
                    continue;
                if (best && size <= best_size) continue;
                best = Span{first, last};
                best_size = size;
            }
        }
        return best;
    }

    // How many words are covered; 0 when the intent does not fit.
    static std::size_t fit(const KeywordDefinition& row,
                           const Words& words,
                           const Context& context,
                           std::map<std::string, std::string>& slots) {
        std::set<std::size_t> covered;
        const auto take = [&](const KeywordVocabulary& vocabulary) {
            const auto span = find(vocabulary, words);
            if (!span) {
                const auto value = context.find(vocabulary.name);
                if (value != context.end()) slots[vocabulary.name] = value->second;
                return value != context.end();
            }
            std::string said;
            for (std::size_t i = span->first; i < span->second; ++i) {
                said += (i > span->first ? " " : "") + words[i];
                covered.insert(i);
            }
            slots[vocabulary.name] = said;
            return true;
        };
        const auto occurs = [&](const auto& each) { return find(each, words).has_value(); };
        if (std::ranges::any_of(row.excluded, occurs)) return 0;
        if (!std::ranges::all_of(row.required, take)) return 0;
        for (const auto& group : row.one_of) {
            if (std::ranges::count_if(group, take) == 0) return 0;
        }
        std::ranges::for_each(row.optional, take);
        return covered.size();
    }
};

class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    std::size_t pick(std::size_t bound) { return random_() % bound; }
    std::string of(const std::vector<std::string>& list) { return list[pick(list.size())]; }
    std::string words(std::size_t longest) {
        std::string out = of({"a", "b", "c", "dd", "eee"});
        for (std::size_t i = pick(longest); i > 0; --i)
            out += ' ' + of({"a", "b", "c", "dd", "eee"});
        return out;
    }

    KeywordVocabulary vocabulary(const std::string& name) {
        KeywordVocabulary made{name, {}};
        for (std::size_t i = 1 + pick(2); i > 0; --i) made.samples.push_back(words(2));
        return made;
    }

    KeywordDefinition definition() {
        KeywordDefinition made;
        made.skill_id = of({"a.skill", "b.skill"});
        made.intent_name = of({"x", "y", "z"});
        made.lang = of({"en-US", "en-US", "en-GB"});
        if (pick(4) > 0) made.required.push_back(vocabulary("r"));
        if (pick(2) > 0) made.required.push_back(vocabulary("s"));
        if (pick(2) > 0) made.optional.push_back(vocabulary("o"));
        if (pick(4) == 0) made.excluded.push_back(vocabulary("e"));
        if (made.required.empty() || pick(3) == 0) {
            made.one_of.push_back({vocabulary("p"), vocabulary("q")});
            if (pick(2) == 0) made.one_of.push_back({vocabulary("q"), vocabulary("t")});
        }
        return made;
    }

  private:
    std::mt19937 random_;
};

// I3-021 I3-022 I3-023 I3-024 I3-025 I3-056
TEST(KeywordReference, TheMatcherDoesWhatItsHeaderSays) {
    std::size_t matches = 0;
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        Generator make(seed);
        KeywordMatcher matcher;
        Reference reference;
        for (int step = 0; step < 60; ++step) {
            const std::string session = make.of({"default", "default", "s1"});
            if (make.pick(6) == 0) {
                const std::string skill = make.of({"a.skill", "b.skill"});
                const std::string intent = make.of({"x", "y", "z"});
                matcher.remove_intent(skill, intent, std::nullopt, session);
                std::erase_if(reference.rows, [&](const auto& entry) {
                    return std::get<0>(entry.first) == session &&
                           std::get<1>(entry.first) == skill && std::get<2>(entry.first) == intent;
                });
            } else {
                const auto made = make.definition();
                ASSERT_TRUE(matcher.add(made, session));
                reference.rows[{session, made.skill_id, made.intent_name, fold_tag(made.lang)}] =
                    made;
            }
            for (int asked = 0; asked < 6; ++asked) {
                const std::string utterance = make.words(6);
                const std::string view = make.of({"default", "s1"});
                const std::string lang = make.of({"en-US", "en-GB"});
                Context context;
                if (make.pick(3) == 0) context[make.of({"r", "s", "p", "o"})] = "known";
                MatchOptions options{.session_id = view};
                std::vector<std::string> names;
                if (!context.empty()) {
                    names = {context.begin()->first};
                    options.context_value =
                        [&](std::string_view,
                            std::string_view,
                            std::string_view name) -> std::optional<std::string> {
                        const auto value = context.find(std::string(name));
                        if (value == context.end()) return std::nullopt;
                        return value->second;
                    };
                }
                const auto found = matcher.match(std::vector{utterance}, lang, options, names);
                ASSERT_EQ(found, reference.match(utterance, lang, view, context))
                    << seed << ": " << utterance;
                matches += found ? 1 : 0;
            }
        }
        EXPECT_EQ(matcher.size(), reference.rows.size());
    }
    EXPECT_GT(matches, 1'000U);
}

}  // namespace
}  // namespace utter::intent
