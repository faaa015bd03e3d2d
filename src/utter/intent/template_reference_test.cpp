// The matcher against a matcher that does what template_matcher.hpp says by trying everything, on
// random definitions that come and go.
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "utter/intent/slot_type.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent {
namespace {

using Words = std::vector<std::string>;
using Key = std::tuple<std::string, std::string, std::string>;  // session, skill, intent or slot

Words split(const std::string& text) {
    Words words;
    std::istringstream in(text);
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

std::string joined(const Words& words, std::size_t first, std::size_t last) {
    std::string out;
    for (std::size_t i = first; i < last; ++i) out += (i > first ? " " : "") + words[i];
    return out;
}

// One language, words without anything to normalise.
class Reference {
  public:
    std::map<Key, TemplateDefinition> rows;
    std::map<Key, EntityDefinition> entities;

    [[nodiscard]] std::optional<TemplateMatch> match(const std::string& utterance,
                                                     const std::string& session) const {
        best_ = std::nullopt;
        words_ = split(utterance);
        session_ = session;
        for (const auto& [key, row] : rows) {
            const auto& scope = std::get<0>(key);
            if (scope != default_session_id && scope != session) continue;
            const bool denied = std::ranges::any_of(row.blacklist, [&](const std::string& word) {
                return std::ranges::find(words_, word) != words_.end();
            });
            if (denied) continue;
            for (std::size_t i = 0; i < row.samples.size(); ++i) {
                const auto parsed = Template::parse(row.samples[i], Direction::input);
                if (!parsed) continue;
                for (const auto& sample : parsed->expand()) look_at(scope, row, i, split(sample));
            }
        }
        if (!best_) return std::nullopt;
        return std::get<1>(*best_);
    }

  private:
    using Lengths = std::vector<std::size_t>;
    using Rank = std::tuple<int,
                            int,
                            int,
                            bool,
                            std::string,
                            std::size_t,
                            std::vector<std::tuple<std::string, std::size_t, std::size_t>>>;

    static bool is_slot(const std::string& item) { return item.front() == '{'; }

    [[nodiscard]] int worth(const TemplateDefinition& row,
                            const std::string& slot,
                            const std::string& value) const {
        const auto excluded = row.slot_blacklist.find(slot);
        if (excluded != row.slot_blacklist.end() &&
            std::ranges::find(excluded->second, value) != excluded->second.end()) {
            return -10'000;
        }
        auto known = entities.find({session_, row.skill_id, slot});
        if (known == entities.end()) {
            known = entities.find({std::string(default_session_id), row.skill_id, slot});
        }
        if (known != entities.end() &&
            std::ranges::find(known->second.samples, value) != known->second.samples.end()) {
            return 1;
        }
        const auto type = row.slot_types.find(slot);
        return type != row.slot_types.end() && reads_as(type->second, value, "en") ? 1 : 0;
    }

    // Every way to cut the words, the shortest values for the first slots first.
    void cut(const Words& items,
             std::size_t item,
             std::size_t word,
             Lengths& lengths,
             const std::function<void()>& found) const {
        if (item == items.size()) {
            if (word == words_.size()) found();
            return;
        }
        const bool slot = is_slot(items[item]);
        if (!slot && (word == words_.size() || words_[word] != items[item])) return;
        for (std::size_t taken = 1; taken <= (slot ? words_.size() - word : 1); ++taken) {
            lengths.push_back(taken);
            cut(items, item + 1, word + taken, lengths, found);
            lengths.pop_back();
        }
    }

    void look_at(const std::string& scope,
                 const TemplateDefinition& row,
                 std::size_t ordinal,
                 const Words& items) const {
        const auto slots = std::ranges::count_if(items, is_slot);
        if (slots == static_cast<std::ptrdiff_t>(items.size())) return;
        std::optional<int> best_worth;
        Lengths best_lengths;
        Lengths lengths;
        cut(items, 0, 0, lengths, [&] {
            int total = 0;
            std::size_t at = 0;
            for (std::size_t i = 0; i < items.size(); at += lengths[i++]) {
                if (!is_slot(items[i])) continue;
                total += worth(row,
                               items[i].substr(1, items[i].size() - 2),
                               joined(words_, at, at + lengths[i]));
            }
            if (best_worth && total <= *best_worth) return;
            best_worth = total;
            best_lengths = lengths;
        });
        if (!best_worth) return;

        TemplateMatch match{
            row.skill_id, row.intent_name, row.lang, joined(words_, 0, words_.size()), {}, 0};
        const auto literals = static_cast<int>(items.size()) - static_cast<int>(slots);
        double certain = literals;
        Rank rank{-literals,
                  -*best_worth,
                  -static_cast<int>(slots),
                  scope == default_session_id,
                  row.skill_id + ":" + row.intent_name,
                  ordinal,
                  {}};
        std::size_t at = 0;
        for (std::size_t i = 0; i < items.size(); at += best_lengths[i++]) {
            if (!is_slot(items[i])) continue;
            const std::string name = items[i].substr(1, items[i].size() - 2);
            const std::size_t last = at + best_lengths[i];
            const int value = worth(row, name, joined(words_, at, last));
            certain += static_cast<double>(last - at) * (value > 0 ? 0.9 : 0.5);
            if (value >= 0) match.slots[name] = joined(words_, at, last);
            std::get<6>(rank).emplace_back(name, at, last);
        }
        match.score = certain / static_cast<double>(words_.size());
        const bool complete = std::ranges::all_of(row.required_slots, [&](const std::string& slot) {
            return match.slots.contains(slot);
        });
        if (complete && (!best_ || rank < std::get<0>(*best_))) best_ = {rank, match};
    }

    mutable Words words_;
    mutable std::string session_;
    mutable std::optional<std::tuple<Rank, TemplateMatch>> best_;
};

// Few words and slots, so that samples overlap in every way.
class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    std::size_t pick(std::size_t bound) { return random_() % bound; }

    std::string of(const std::vector<std::string>& list) { return list[pick(list.size())]; }

    std::string words(std::size_t longest) {
        std::string out = word();
        for (std::size_t i = pick(longest); i > 0; --i) out += ' ' + word();
        return out;
    }

    std::string word() { return of({"a", "b", "c", "five", "twenty", "a", "b"}); }

    std::string sample(int depth) {
        std::string out;
        for (std::size_t i = 0, length = 1 + pick(4); i < length; ++i) {
            if (i > 0) out += ' ';
            switch (depth > 0 ? pick(5) : 2 + pick(3)) {
                case 0:
                    out += '(' + sample(depth - 1) + '|' + sample(depth - 1) + ')';
                    break;
                case 1:
                    out += '[' + sample(depth - 1) + ']';
                    break;
                case 2:
                    out += of({"{s}", "{t}", "{u}"});
                    break;
                default:
                    out += word();
            }
        }
        return out;
    }

    TemplateDefinition definition() {
        TemplateDefinition made{
            of({"a.skill", "b.skill"}), of({"x", "y", "z"}), "en", {}, {}, {}, {}, {}};
        for (std::size_t i = 1 + pick(4); i > 0; --i) made.samples.push_back(sample(2));
        if (pick(4) == 0) made.blacklist = {word()};
        if (pick(3) == 0) made.required_slots = {of({"s", "t"})};
        if (pick(4) == 0) made.slot_blacklist["s"] = {words(2)};
        if (pick(2) == 0) made.slot_types["t"] = "number";
        return made;
    }

  private:
    std::mt19937 random_;
};

// I3-052 I3-056 I1-060
TEST(TemplateReference, TheMatcherDoesWhatItsHeaderSays) {
    std::size_t matches = 0;
    for (std::uint32_t seed = 0; seed < 12; ++seed) {
        Generator make(seed);
        TemplateMatcher matcher;
        Reference reference;
        for (int step = 0; step < 60; ++step) {
            const std::string session = make.of({"default", "default", "s1"});
            const std::string skill = make.of({"a.skill", "b.skill"});
            const std::string intent = make.of({"x", "y", "z"});
            switch (make.pick(8)) {
                case 0:
                    matcher.remove_intent(skill, intent, std::nullopt, session);
                    reference.rows.erase({session, skill, intent});
                    break;
                case 1: {
                    const EntityDefinition entity{
                        skill, make.of({"s", "t"}), "en", {make.words(2), make.words(2)}};
                    ASSERT_TRUE(matcher.add(entity, session));
                    reference.entities[{session, skill, entity.entity_name}] = entity;
                    break;
                }
                default: {
                    const auto made = make.definition();
                    if (!matcher.add(made, session)) break;
                    reference.rows[{session, made.skill_id, made.intent_name}] = made;
                }
            }
            for (int asked = 0; asked < 6; ++asked) {
                const std::string utterance = make.words(7);
                const std::string view = make.of({"default", "s1"});
                const auto found =
                    matcher.match(std::vector{utterance}, "en", MatchOptions{.session_id = view});
                const auto expected = reference.match(utterance, view);
                ASSERT_EQ(found.has_value(), expected.has_value()) << seed << ": " << utterance;
                if (!found) continue;
                ++matches;
                EXPECT_EQ(found->skill_id + ":" + found->intent_name,
                          expected->skill_id + ":" + expected->intent_name)
                    << seed << ": " << utterance;
                ASSERT_EQ(found->slots, expected->slots) << seed << ": " << utterance;
                EXPECT_NEAR(found->score, expected->score, 1e-9) << seed << ": " << utterance;
            }
        }
        EXPECT_EQ(matcher.size(), reference.rows.size());
    }
    EXPECT_GT(matches, 500U);
}

}  // namespace
}  // namespace utter::intent
