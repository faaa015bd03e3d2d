#include "utter/intent/template_matcher.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <random>

#include "utter/core/log.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/template_alignment.hpp"
#include "utter/intent/template_fragment.hpp"
#include "utter/intent/template_graph.hpp"

namespace utter::intent {
namespace {

using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

using Slots = std::map<std::string, std::string>;

TemplateDefinition definition(std::string intent_name,
                              std::vector<std::string> samples,
                              std::string skill_id = "media.skill",
                              std::string lang = "en-US") {
    TemplateDefinition made;
    made.skill_id = std::move(skill_id);
    made.intent_name = std::move(intent_name);
    made.lang = std::move(lang);
    made.samples = std::move(samples);
    return made;
}

EntityDefinition entity(std::string name,
                        std::vector<std::string> samples,
                        std::string skill_id = "media.skill",
                        std::string lang = "en-US") {
    return {std::move(skill_id), std::move(name), std::move(lang), std::move(samples)};
}

class TemplateMatcherTest : public testing::Test {
  protected:
    void add(const TemplateDefinition& made, std::string_view session = default_session_id) {
        const auto added = matcher.add(made, session);
        ASSERT_TRUE(added) << added.error().detail;
    }

    void add(const EntityDefinition& made, std::string_view session = default_session_id) {
        const auto added = matcher.add(made, session);
        ASSERT_TRUE(added) << added.error().detail;
    }

    std::optional<TemplateMatch> find(const std::string& utterance,
                                      const MatchOptions& options = {},
                                      std::string_view lang = "en-US") {
        return matcher.match(std::vector{utterance}, lang, options);
    }

    // The slots of the match; a made-up one when there is none.
    Slots slots(const std::string& utterance, const MatchOptions& options = {}) {
        const auto found = find(utterance, options);
        return found ? found->slots : Slots{{"no", "match"}};
    }

    double score(const std::string& utterance) {
        const auto found = find(utterance);
        return found ? found->score : -1;
    }

    std::string label(const std::string& utterance,
                      const MatchOptions& options = {},
                      std::string_view lang = "en-US") {
        const auto found = find(utterance, options, lang);
        return found ? found->skill_id + ":" + found->intent_name : "none";
    }

    TemplateMatcher matcher;
};

// I3-005 I3-054 I1-062 I4-033 I1-056 I3-040
TEST_F(TemplateMatcherTest, ReportsTheSlotsOfTheBestSample) {
    add(definition("play", {"play {what}", "play {what} in the {room}"}));
    EXPECT_EQ(find("Play Jazz in the hall!"),
              (TemplateMatch{"media.skill",
                             "play",
                             "en-US",
                             "Play Jazz in the hall!",
                             {{"what", "Jazz"}, {"room", "hall"}},
                             0.8}));
    EXPECT_EQ(slots("play jazz"), (Slots{{"what", "jazz"}}));
    EXPECT_FALSE(find("play"));
    EXPECT_FALSE(find("please play jazz"));
}

// I1-052
TEST_F(TemplateMatcherTest, OptionalSlotsAreAbsentWhenNotSpoken) {
    add(definition("music", {"play [some] music [by {artist}]"}));
    EXPECT_THAT(slots("play music"), IsEmpty());
    EXPECT_EQ(slots("play some music by Miles Davis"), (Slots{{"artist", "Miles Davis"}}));
}

// I1-008 I1-009 I1-053 I1-060 I4-035
TEST_F(TemplateMatcherTest, SlotValuesAreWhatWasSaid) {
    auto made = definition("remind", {"remind me {foo:x}", "wake me {date:when}"});
    made.slot_types = {{"when", "date"}};
    add(made);
    EXPECT_EQ(slots("Remind me: pay 3.5% to J.R.'s Café"),
              (Slots{{"x", "pay 3.5% to J.R.'s Café"}}));
    EXPECT_EQ(slots("wake me Forty Two"), (Slots{{"when", "Forty Two"}}));
}

// I1-001 I1-062
TEST_F(TemplateMatcherTest, NormalizesBothSidesAlike) {
    add(definition("time", {"what's the time in {city}", "Tell me the TIME, please"}));
    for (const char* text :
         {"what is the time in Paris", "What's the time in Paris?", "whats the time in Paris"}) {
        EXPECT_EQ(slots(text), (Slots{{"city", "Paris"}})) << text;
    }
    EXPECT_EQ(label("tell me the time please"), "media.skill:time");
}

// I1-054 I3-043 I4-040
TEST_F(TemplateMatcherTest, EntityValuesAreHintsAndNeverClosed) {
    add(definition("play", {"play {what}"}));
    EXPECT_TRUE(find("play bossa nova"));
    add(entity("what", {"jazz", "rock"}));
    EXPECT_EQ(slots("play bossa nova"), (Slots{{"what", "bossa nova"}}));
    EXPECT_GT(score("play jazz"), score("play polka"));
}

// I3-043
TEST_F(TemplateMatcherTest, KnownValuesDecideWhereASlotEnds) {
    add(definition("play", {"play {song} by {artist}"}));
    EXPECT_EQ(slots("play stand by me by ben"),
              (Slots{{"song", "stand"}, {"artist", "me by ben"}}));
    add(entity("song", {"stand by me"}));
    EXPECT_EQ(slots("play Stand by me by Ben"),
              (Slots{{"song", "Stand by me"}, {"artist", "Ben"}}));
}

// I3-052
TEST_F(TemplateMatcherTest, PrefersWordsThenKnownValuesThenSlotsThenNames) {
    add(definition("open", {"turn {x}"}, "a.skill"));
    add(definition("close", {"turn on {y}"}, "z.skill"));
    EXPECT_EQ(label("turn on radio"), "z.skill:close");

    add(definition("b", {"set {x}"}, "a.skill"));
    add(definition("b", {"set {x}"}, "b.skill"));
    EXPECT_EQ(label("set red"), "a.skill:b");
    add(entity("x", {"red"}, "b.skill"));
    EXPECT_EQ(label("set red"), "b.skill:b");
    EXPECT_EQ(label("set blue"), "a.skill:b");

    add(definition("one", {"move {p} to there"}, "a.skill"));
    add(definition("two", {"move {p} to {q}"}, "a.skill"));
    EXPECT_EQ(label("move it to there"), "a.skill:one");
}

// I3-052
TEST_F(TemplateMatcherTest, DoesNotDependOnTheOrderOfRegistration) {
    std::vector<TemplateDefinition> all;
    for (const char* skill : {"a.skill", "b.skill", "c.skill"}) {
        all.push_back(definition("x", {"do {a} now", "do {b}", "do it [now]"}, skill));
        all.push_back(definition("y", {"do {a} or {b:c} now", "(do|make) {c} [right] now"}, skill));
    }
    const std::vector<std::string> utterances{
        "do it now", "do that now", "make x right now", "do a b c right now", "do it"};
    std::mt19937 random(7);
    std::vector<std::optional<TemplateMatch>> expected;
    for (int round = 0; round < 20; ++round) {
        TemplateMatcher fresh;
        for (const auto& each : all) ASSERT_TRUE(fresh.add(each));
        std::vector<std::optional<TemplateMatch>> actual;
        actual.reserve(utterances.size());
        for (const auto& text : utterances) {
            actual.push_back(fresh.match(std::vector{text}, "en-US"));
        }
        if (round == 0) expected = actual;
        EXPECT_EQ(actual, expected);
        std::ranges::shuffle(all, random);
    }
}

// I2-039 I3-046 I4-036
TEST_F(TemplateMatcherTest, BlacklistSuppressesWholeWordsWhateverTheScore) {
    auto made = definition(
        "play", {"play {what}", "start the timer", "open playlist editor and play {what}"});
    made.blacklist = {"art", "(playlist|song) editor"};
    add(made);
    add(definition("other", {"{x} editor and {y}"}, "z.skill"));
    EXPECT_EQ(label("start the timer"), "media.skill:play");
    EXPECT_EQ(label("play modern art"), "none");
    EXPECT_EQ(label("open playlist editor and play jazz"), "z.skill:other");
    EXPECT_EQ(label("play the art"), "none");
    EXPECT_EQ(label("play the artist"), "media.skill:play");
}

// I2-041 I3-047 I4-036
TEST_F(TemplateMatcherTest, ExcludedValuesLeaveTheSlotUnresolved) {
    auto made = definition("age", {"how tall is {person}"});
    made.slot_blacklist = {{"person", {"(he|she)", "it"}}};
    add(made);
    EXPECT_THAT(slots("how tall is He"), IsEmpty());
    EXPECT_EQ(slots("how tall is it crowd"), (Slots{{"person", "it crowd"}}));

    auto required = definition("play", {"play {title}", "play {title} (now|please)"});
    required.slot_blacklist = {{"title", {"that"}}};
    required.required_slots = {"title"};
    add(required);
    EXPECT_EQ(label("play that"), "none");
    EXPECT_EQ(label("play that now"), "media.skill:play");
    EXPECT_EQ(slots("play that now"), (Slots{{"title", "that now"}}));
    EXPECT_EQ(slots("play that 70s show"), (Slots{{"title", "that 70s show"}}));
}

// I3-044 I4-037
TEST_F(TemplateMatcherTest, NeedsEveryRequiredSlotAndTriesOtherSamples) {
    auto made =
        definition("play", {"play the music", "play the {what}", "play [some] {kind} music"});
    made.required_slots = {"what"};
    add(made);
    EXPECT_EQ(slots("play the music"), (Slots{{"what", "music"}}));
    EXPECT_EQ(label("play some jazz music"), "none");
}

// I3-045 I4-032 I4-030
TEST_F(TemplateMatcherTest, RefusesDefinitionsThatCannotBeUsed) {
    auto required = definition("play", {"go to {place}"});
    required.required_slots = {"time"};
    EXPECT_THAT(matcher.add(required).error().detail, HasSubstr("'time'"));
    required.samples = {"go to {place}", "{time}"};
    EXPECT_FALSE(matcher.add(required));
    EXPECT_EQ(matcher.add(definition("x", {})).error().code, ErrorCode::malformed);
    EXPECT_FALSE(matcher.add(definition("x", {"{q}", "a|b"})));
    EXPECT_FALSE(matcher.add(definition("x", {"?!"})));
    EXPECT_FALSE(matcher.add(definition("x", {"a"}, "s", "")));
    EXPECT_FALSE(matcher.add(definition("", {"a"})));
    EXPECT_FALSE(matcher.add(definition("x", {"a"}, "")));
    EXPECT_EQ(matcher.size(), 0U);
}

// I4-009 I3-004
TEST_F(TemplateMatcherTest, RefusesReservedNamesAndColons) {
    for (const char* name : {"converse", "response", "stop", "fallback", "common_query", "a:b"}) {
        EXPECT_EQ(matcher.add(definition(name, {"a b"})).error().code, ErrorCode::malformed)
            << name;
    }
    EXPECT_FALSE(matcher.add(definition("x", {"a b"}, "my:skill")));
    EXPECT_TRUE(matcher.add(definition("global_stop", {"a b"})));
}

// I4-031 I4-027 I1-023 I1-062
TEST_F(TemplateMatcherTest, SkipsBadSamplesWithAWarningAndUsesTheRest) {
    const log::Capture log;
    add(definition("brew", {"brew|make tea", "(brew|make) {kind} tea", "{kind}"}, "tea.skill"));
    EXPECT_EQ(slots("make green tea"), (Slots{{"kind", "green"}}));
    EXPECT_EQ(label("something else"), "none");
    const std::string text = log.text();
    EXPECT_EQ(std::ranges::count(text, '\n'), 2);
    for (const char* part : {"intent.sample_skipped",
                             "tea.skill",
                             "brew",
                             "en-US",
                             "ovos.intent.register.template",
                             "reason="}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

// I4-041 I4-042
TEST_F(TemplateMatcherTest, RefusesEntitiesThatCannotBeUsed) {
    const log::Capture log;
    EXPECT_FALSE(matcher.add(entity("x", {})));
    EXPECT_FALSE(matcher.add(entity("x", {"to {slot}"})));
    EXPECT_FALSE(matcher.add(entity("x", {"a"}, "s", "")));
    EXPECT_FALSE(matcher.add(entity("", {"a"})));
    EXPECT_TRUE(matcher.add(entity("x", {"a|b", "good"})));
    EXPECT_THAT(log.text(), HasSubstr("ovos.entity.register"));
}

// I1-023
TEST_F(TemplateMatcherTest, IgnoresSamplesThatAreASlotAlone) {
    const log::Capture log;
    add(definition("x", {"[please] {q}"}));
    EXPECT_EQ(label("please go"), "media.skill:x");
    EXPECT_EQ(label("go"), "none");
}

// I3-009 I4-010 I4-011 I3-006
TEST_F(TemplateMatcherTest, SameKeyReplacesAndOtherLanguagesStay) {
    add(definition("x", {"old words"}));
    add(definition("x", {"alte worte"}, "media.skill", "de-DE"));
    add(definition("x", {"new words"}, "media.skill", "EN-us"));
    EXPECT_EQ(matcher.size(), 2U);
    EXPECT_EQ(label("old words"), "none");
    EXPECT_EQ(label("new words"), "media.skill:x");
    EXPECT_EQ(label("alte worte", {}, "de-de"), "media.skill:x");
    EXPECT_EQ(label("alte worte"), "none");
}

// I4-010
TEST_F(TemplateMatcherTest, ARefusedReplacementKeepsWhatWasThere) {
    add(definition("x", {"good words"}));
    EXPECT_FALSE(matcher.add(definition("x", {"{q}"})));
    EXPECT_EQ(label("good words"), "media.skill:x");
}

// I4-050 I4-052 I4-053 I3-010
TEST_F(TemplateMatcherTest, RemovesByIntentLanguageAndSkill) {
    add(definition("x", {"one"}));
    add(definition("x", {"eins"}, "media.skill", "de-DE"));
    add(definition("y", {"two"}));
    add(entity("v", {"red"}));
    matcher.remove_intent("media.skill", "x", "DE-de");
    EXPECT_EQ(label("eins", {}, "de-DE"), "none");
    EXPECT_EQ(label("one"), "media.skill:x");
    matcher.remove_intent("media.skill", "x");
    EXPECT_EQ(label("one"), "none");
    matcher.remove_intent("nobody", "x");
    matcher.remove_skill("media.skill");
    EXPECT_EQ(matcher.size(), 0U);
    matcher.remove_skill("media.skill");
}

// I4-043 I4-051
TEST_F(TemplateMatcherTest, EntitiesAreReplacedAndRemoved) {
    add(definition("play", {"play {song} by {artist}"}));
    add(entity("song", {"stand by me"}));
    add(entity("song", {"other"}));
    const Slots open{{"song", "stand"}, {"artist", "me by ben"}};
    EXPECT_EQ(slots("play stand by me by ben"), open);
    add(entity("song", {"stand by me"}));
    EXPECT_NE(slots("play stand by me by ben"), open);
    matcher.remove_entity("media.skill", "song", "en-us");
    EXPECT_EQ(slots("play stand by me by ben"), open);
}

// I4-055 I4-056 I4-057
TEST_F(TemplateMatcherTest, DisablingKeepsTheDefinitionThroughReplacement) {
    add(definition("x", {"one"}));
    matcher.set_enabled("media.skill", "x", std::nullopt, false);
    matcher.set_enabled("media.skill", "x", "en-us", false);
    matcher.set_enabled("media.skill", "unknown", std::nullopt, false);
    EXPECT_EQ(label("one"), "none");
    add(definition("x", {"one", "two"}));
    EXPECT_EQ(label("two"), "none");
    matcher.set_enabled("media.skill", "x", std::nullopt, true);
    EXPECT_EQ(label("two"), "media.skill:x");
    matcher.set_enabled("media.skill", "x", std::nullopt, false);
    matcher.remove_intent("media.skill", "x");
    add(definition("x", {"one"}));
    EXPECT_EQ(label("one"), "media.skill:x");
}

// I4-059
TEST_F(TemplateMatcherTest, DisablingInASessionAffectsThatViewOnly) {
    add(definition("x", {"one"}));
    const MatchOptions sat{.session_id = "sat-1"};
    matcher.set_enabled("media.skill", "x", std::nullopt, false, "sat-1");
    EXPECT_EQ(label("one", sat), "none");
    EXPECT_EQ(label("one"), "media.skill:x");
    matcher.set_enabled("media.skill", "x", std::nullopt, true, "sat-1");
    matcher.set_enabled("media.skill", "x", std::nullopt, false);
    EXPECT_EQ(label("one", sat), "none");
    matcher.set_enabled("media.skill", "x", std::nullopt, true, "sat-1");
    EXPECT_EQ(label("one", sat), "none");
}

// I4-082 I4-083 I4-084 I4-085
TEST_F(TemplateMatcherTest, ASessionSeesTheDefaultAndItsOwn) {
    add(definition("x", {"one"}));
    add(definition("x", {"one", "two"}), "sat-1");
    add(definition("y", {"three"}), "sat-1");
    const MatchOptions own{.session_id = "sat-1"};
    const MatchOptions other{.session_id = "sat-2"};
    EXPECT_EQ(matcher.size(), 3U);
    EXPECT_EQ(label("two", own), "media.skill:x");
    EXPECT_EQ(label("two", other), "none");
    EXPECT_EQ(label("three"), "none");
    EXPECT_EQ(label("one", other), "media.skill:x");
    matcher.remove_skill("media.skill");
    EXPECT_EQ(label("one", other), "none");
    EXPECT_EQ(label("one", own), "media.skill:x");
    matcher.remove_skill("media.skill", "sat-1");
    EXPECT_EQ(matcher.size(), 0U);
}

// I4-082
TEST_F(TemplateMatcherTest, HonoursTheDenylistsOfTheSession) {
    add(definition("x", {"one"}, "a.skill"));
    add(definition("x", {"one"}, "b.skill"));
    const std::vector<std::string> skills{"a.skill"};
    const std::vector<std::string> intents{"b.skill:x"};
    EXPECT_EQ(label("one"), "a.skill:x");
    EXPECT_EQ(label("one", {.blacklisted_skills = skills}), "b.skill:x");
    EXPECT_EQ(label("one", {.blacklisted_skills = skills, .blacklisted_intents = intents}), "none");
}

// I3-006
TEST_F(TemplateMatcherTest, FallsBackToTheNearestRegionPerIntent) {
    add(definition("x", {"colour it"}, "a.skill", "en-GB"));
    add(definition("x", {"color it"}, "a.skill", "en-US"));
    add(definition("y", {"fill it"}, "a.skill", "en-US"));
    add(definition("z", {"fill it"}, "a.skill", "de-DE"));
    EXPECT_EQ(label("fill it", {}, "en-GB"), "a.skill:y");
    EXPECT_THAT(find("fill it", {}, "en-GB"), Optional(Field(&TemplateMatch::lang, "en-US")));
    EXPECT_EQ(label("color it", {}, "en-GB"), "none");
    EXPECT_EQ(label("fill it", {.nearest_region = false}, "en-GB"), "none");
    EXPECT_EQ(label("fill it", {}, "fr-FR"), "none");
}

TEST_F(TemplateMatcherTest, TakesTheFirstCandidateThatMatches) {
    add(definition("x", {"play {what}"}));
    const auto found = matcher.match(
        std::vector<std::string>{"pray jazz", "\xff", "", "Play jazz", "play rock"}, "en-US");
    EXPECT_THAT(found, Optional(Field(&TemplateMatch::utterance, "Play jazz")));
    EXPECT_FALSE(matcher.match({}, "en-US"));
}

TEST_F(TemplateMatcherTest, ContextFillsUnresolvedSlotsBeforeRequiredOnesAreChecked) {
    auto made = definition("age", {"how tall is {person}", "how tall [in {unit}]"});
    made.required_slots = {"person"};
    made.slot_blacklist = {{"person", {"he"}}};
    add(made);
    MatchOptions options;
    EXPECT_EQ(label("how tall is he", options), "none");
    options.context_value = [](std::string_view skill,
                               std::string_view intent,
                               std::string_view slot) -> std::optional<std::string> {
        EXPECT_EQ(skill, "media.skill");
        EXPECT_EQ(intent, "age");
        if (slot == "person") return "Bob";
        return std::nullopt;
    };
    EXPECT_EQ(slots("how tall is he", options), (Slots{{"person", "Bob"}}));
    EXPECT_EQ(slots("how tall is Alice", options), (Slots{{"person", "Alice"}}));
    EXPECT_EQ(slots("how tall in feet", options), (Slots{{"person", "Bob"}, {"unit", "feet"}}));
    options.admits = [](std::string_view, std::string_view intent) { return intent != "age"; };
    EXPECT_EQ(label("how tall is Alice", options), "none");
}

// I2-042
TEST_F(TemplateMatcherTest, AnExclusionHoldsForValuesOfTheContextToo) {
    auto made = definition("age", {"how old [is {person}]"});
    made.slot_blacklist = {{"person", {"(he|she)"}}};
    add(made);
    MatchOptions options;
    std::string known = "Bob";
    options.context_value = [&](std::string_view, std::string_view, std::string_view) {
        return std::optional(known);
    };
    EXPECT_EQ(slots("how old", options), (Slots{{"person", "Bob"}}));
    known = "She!";
    EXPECT_THAT(slots("how old", options), IsEmpty());
    EXPECT_THAT(slots("how old is he", options), IsEmpty());
}

TEST_F(TemplateMatcherTest, ScoresBetweenHalfAndOne) {
    add(definition("x", {"play {what} now", "stop the music"}));
    EXPECT_DOUBLE_EQ(score("stop the music"), 1.0);
    EXPECT_NEAR(score("play it now"), 2.5 / 3, 1e-9);
    add(entity("what", {"it"}));
    EXPECT_NEAR(score("play it now"), 2.9 / 3, 1e-9);
}

// I3-042
TEST_F(TemplateMatcherTest, HashHasNoMeaning) {
    add(definition("x", {"channel #"}));
    EXPECT_EQ(label("channel 5"), "none");
    EXPECT_EQ(label("channel #"), "media.skill:x");
}

TEST_F(TemplateMatcherTest, BoundsSlotLength) {
    add(definition("x", {"note {text}"}));
    std::string text = "note";
    for (std::size_t i = 0; i < detail::TemplateGraph::slot_words_max; ++i) text += " w";
    EXPECT_EQ(label(text), "media.skill:x");
    EXPECT_EQ(label(text + " w"), "none");
}

TEST_F(TemplateMatcherTest, RefusesDefinitionsThatStandForTooMuch) {
    std::string text;
    for (int i = 0; i < 16; ++i) text += " (a|b)" + std::to_string(i);
    EXPECT_EQ(matcher.add(definition("x", {text, text})).error().code, ErrorCode::limit);
}

TEST_F(TemplateMatcherTest, BoundsTheTimeOfHostileUtterances) {
    std::vector<std::string> samples;
    for (char c = 'a'; c <= 'z'; ++c) {
        std::string& sample = samples.emplace_back();
        for (const char* slot : {"{a", "{b", "{c", "{d"}) ((sample += slot) += c) += "} x ";
        sample += 'y';
    }
    add(definition("x", samples));
    std::string utterance;
    for (int i = 0; i < 2'000; ++i) utterance += "x ";
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(label(utterance), "none");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    EXPECT_FALSE(find(std::string(5'000, 'x')));
}

TEST_F(TemplateMatcherTest, SurvivesManyReplacements) {
    std::vector<std::string> samples;
    samples.reserve(600);
    for (int i = 0; i < 600; ++i) samples.push_back("word" + std::to_string(i) + " {x} end");
    add(definition("keep", {"keep me"}, "a.skill"));
    for (int round = 0; round < 30; ++round) {
        add(definition("many", samples));
        EXPECT_EQ(label("word7 it end"), "media.skill:many");
        EXPECT_EQ(label("keep me"), "a.skill:keep");
    }
    EXPECT_EQ(matcher.size(), 2U);
}

// The trie and the alignment against trying every way to cut the words.
class BruteForce {
  public:
    using Pattern = std::vector<std::pair<bool, std::string>>;

    static bool fits(const Pattern& pattern,
                     const std::vector<Word>& words,
                     std::size_t item,
                     std::size_t word) {
        if (item == pattern.size()) return word == words.size();
        if (word == words.size()) return false;
        if (!pattern[item].first) {
            return words[word].text == pattern[item].second &&
                   fits(pattern, words, item + 1, word + 1);
        }
        for (std::size_t last = word + 1; last <= words.size(); ++last) {
            if (fits(pattern, words, item + 1, last)) return true;
        }
        return false;
    }
};

// Random templates over few words, so that samples overlap in every way: alternatives, optionals,
// slots, and groups that touch words.
std::string random_template(std::mt19937& random, int depth) {
    static const std::vector<std::string> pieces{
        "a", "b", "c", "a b", "{s}", "{t}", "a[b]", "(a|b)c"};
    std::string out;
    const std::size_t length = 1 + random() % 3;
    for (std::size_t i = 0; i < length; ++i) {
        if (i > 0) out += ' ';
        switch (depth > 0 ? random() % 4 : 2) {
            case 0:
                out += '(' + random_template(random, depth - 1) + '|' +
                       random_template(random, depth - 1) + ')';
                break;
            case 1:
                out += '[' + random_template(random, depth - 1) + ']';
                break;
            default:
                out += pieces[random() % pieces.size()];
        }
    }
    return out;
}

BruteForce::Pattern pattern_of(const std::string& sample) {
    BruteForce::Pattern pattern;
    std::istringstream in(sample);
    for (std::string word; in >> word;) {
        const bool slot = word.front() == '{';
        pattern.emplace_back(slot, slot ? word.substr(1, word.size() - 2) : word);
    }
    return pattern;
}

TEST(TemplateGraph, FindsExactlyTheSamplesThatFit) {
    std::mt19937 random(3);
    const std::vector<std::string> alphabet{"a", "b", "c", "ab", "ac", "bc"};
    const Normalizer normalizer("en");
    std::size_t fits_seen = 0;
    for (int round = 0; round < 200; ++round) {
        detail::TemplateGraph graph;
        detail::TemplateSearch search;
        std::vector<std::vector<BruteForce::Pattern>> samples;
        while (samples.size() < 12) {
            const auto parsed = Template::parse(random_template(random, 2), Direction::input);
            if (!parsed) continue;
            const auto fragment = detail::make_fragment(detail::tree_of(*parsed), normalizer);
            ASSERT_TRUE(fragment.has_value());
            ASSERT_TRUE(graph.insert(*fragment, static_cast<std::uint32_t>(samples.size())));
            auto& patterns = samples.emplace_back();
            for (const auto& sample : parsed->expand()) {
                auto pattern = pattern_of(sample);
                const bool literal =
                    std::ranges::any_of(pattern, [](const auto& item) { return !item.first; });
                if (literal) patterns.push_back(std::move(pattern));
            }
        }
        for (int utterance = 0; utterance < 20; ++utterance) {
            NormalText normal;
            const std::size_t length = 1 + random() % 7;
            for (std::size_t i = 0; i < length; ++i) {
                normal.add(alphabet[random() % alphabet.size()], i, i);
            }
            const auto words = normal.words(0, normal.size());
            std::set<std::pair<std::uint32_t, BruteForce::Pattern>> found;
            ASSERT_TRUE(graph.find(normal, search)) << "the search was cut short";
            for (const auto& fit : search.fits()) {
                BruteForce::Pattern pattern;
                for (const auto& [is_slot, label] : search.pattern(fit)) {
                    pattern.emplace_back(is_slot, graph.text(label));
                }
                EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(
                              pattern, false, &std::pair<bool, std::string>::first)),
                          fit.literals);
                EXPECT_TRUE(found.emplace(fit.row, std::move(pattern)).second);
            }
            std::set<std::pair<std::uint32_t, BruteForce::Pattern>> expected;
            for (std::uint32_t row = 0; row < samples.size(); ++row) {
                for (const auto& pattern : samples[row]) {
                    if (BruteForce::fits(pattern, words, 0, 0)) expected.emplace(row, pattern);
                }
            }
            ASSERT_EQ(found, expected);
            fits_seen += found.size();
        }
    }
    EXPECT_GT(fits_seen, 1000U);
}

// Inserting and erasing leave nothing behind.
TEST(TemplateGraph, GivesBackWhatIsErased) {
    std::mt19937 random(5);
    const Normalizer normalizer("en");
    detail::TemplateGraph graph;
    const std::size_t nodes = graph.node_count();
    for (int round = 0; round < 20; ++round) {
        std::vector<std::uint32_t> made;
        while (made.size() < 100) {
            const auto parsed = Template::parse(random_template(random, 2), Direction::input);
            if (!parsed) continue;
            const auto fragment = detail::make_fragment(detail::tree_of(*parsed), normalizer);
            ASSERT_TRUE(fragment.has_value());
            made.push_back(graph.insert(*fragment, 0).value());
        }
        EXPECT_GT(graph.node_count(), nodes);
        std::ranges::shuffle(made, random);
        for (const auto id : made) graph.erase(id);
        ASSERT_EQ(graph.node_count(), nodes);
        ASSERT_EQ(graph.state_count(), 0U);
        ASSERT_EQ(graph.word_count(), 0U);
    }
}

// Every group multiplies the samples; the graph must not.
TEST(TemplateGraph, GrowsWithTheTemplateAndNotWithItsSamples) {
    std::string text = "x";
    for (int i = 0; i < 7; ++i) text += " [a|b|c]";
    const auto parsed = Template::parse(text, Direction::input);
    ASSERT_TRUE(parsed.has_value()) << to_error(parsed.error()).detail;
    const auto fragment = detail::make_fragment(detail::tree_of(*parsed), Normalizer("en"));
    ASSERT_TRUE(fragment.has_value());
    EXPECT_LT(fragment->states.size(), 100U);
}

TEST_F(TemplateMatcherTest, MatchesScriptsWithoutSpaces) {
    TemplateMatcher matcher;
    for (const auto& [lang, sample] :
         {std::pair("zh-CN", "播放{song}[吧]"), std::pair("ja-JP", "{song}を(再生して|かけて)")}) {
        ASSERT_TRUE(matcher.add({"music.skill", "play", lang, {sample}, {}, {}, {}, {}}));
    }
    const auto song = [&](const std::string& utterance, std::string_view lang) {
        const auto match = matcher.match({&utterance, 1}, lang);
        return match ? match->slots.at("song") : "";
    };
    EXPECT_EQ(song("播放晴天吧。", "zh-CN"), "晴天");
    EXPECT_EQ(song("播放 七里香", "zh-CN"), "七里香");
    EXPECT_EQ(song("上を向いて歩こうを再生して", "ja-JP"), "上を向いて歩こう");
    EXPECT_EQ(song("停止播放", "zh-CN"), "");
}

}  // namespace
}  // namespace utter::intent
