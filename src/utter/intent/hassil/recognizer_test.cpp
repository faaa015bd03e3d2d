#include "utter/intent/hassil/recognizer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/intent/hassil/test_support.hpp"

namespace utter::intent::hassil {
namespace {

using test::Ear;
using test::names;
using test::sentences;

const std::string lists = R"yaml(
lists:
  n: {range: {from: 0, to: 100}}
  half: {range: {from: 0, to: 50, fractions: halves}}
  x: {wildcard: true}
  y: {wildcard: true}
  a: {values: ["red", "e mail", "blue (lamp|light)"]}
  class: {values: [{in: "track[s]", out: music}]}
)yaml";

// HASS-002
TEST(Recognizer, TellsGluedPiecesFromWords) {
    EXPECT_TRUE(Ear(sentences({"turn(s|ed) it"})).hears("turned it"));
    EXPECT_FALSE(Ear(sentences({"turn (s|ed) it"})).hears("turned it"));
    EXPECT_TRUE(Ear(sentences({"(a;b)"})).hears("b a"));
    EXPECT_FALSE(Ear(sentences({"(a;b)"})).hears("ab"));
    EXPECT_TRUE(Ear(sentences({"x(a;b)y"})).hears("x a b y"));
    EXPECT_FALSE(Ear(sentences({"x(a;b)y"})).hears("xaby"));
    EXPECT_TRUE(Ear(sentences({"(a;[b];c)"})).hears("c a"));
    EXPECT_TRUE(Ear(sentences({"a|b"})).hears("b"));
}

// HASS-006
TEST(Recognizer, NeedsNoBoundaryBehindValuesAndNumbers) {
    EXPECT_EQ(Ear(sentences({"{a} lamp"}, lists)).slot("redlamp", "a"), "red");
    EXPECT_EQ(Ear(sentences({"on {a}s"}, lists)).slot("on red s", "a"), "red");
    Ear number(sentences({"{n} up"}, lists));
    EXPECT_EQ(number.slot("5up", "n"), "5.000000");
    EXPECT_EQ(number.slot("05 up", "n"), "5.000000");
    EXPECT_FALSE(number.hears("21st up"));
    EXPECT_FALSE(number.hears("101 up"));
}

// HASS-005 HASS-015
TEST(Recognizer, CountsLiteralLettersAndNumberWordsOnly) {
    Ear ear(sentences({"set to {n}"}, lists));
    EXPECT_EQ(ear.hear("SET TO 21")->literal_count, 5U);
    EXPECT_EQ(ear.hear("set to twenty one")->literal_count, 15U);
    EXPECT_EQ(ear.slot("set to twenty-one", "n"), "21.000000");
    EXPECT_EQ(Ear(sentences({"go {a}"}, lists)).hear("go red")->literal_count, 2U);
    EXPECT_FALSE(ear.hears("set to second"));
}

TEST(Recognizer, IsSurerTheMoreASentenceSpellsOut) {
    Ear ear(sentences({"set to {n}", "go {a}", "say {x}", "stop"}, lists));
    EXPECT_EQ(ear.hear("stop")->score, 1);
    EXPECT_EQ(ear.hear("set to twenty one")->score, 1);
    EXPECT_DOUBLE_EQ(ear.hear("set to 21")->score, (5 + 0.9 * 2) / 7);
    EXPECT_DOUBLE_EQ(ear.hear("go red")->score, (2 + 0.9 * 3) / 5);
    EXPECT_DOUBLE_EQ(ear.hear("say hi there")->score, (3 + 0.5 * 7) / 10);
}

TEST(Recognizer, LeavesWhatIsNotAdmittedToTheNextThatFits) {
    Ear ear(
        "language: en\nintents:\n  Known: {data: [{sentences: [\"go {a}\"]}]}\n"
        "  Any: {data: [{sentences: [\"go {x}\"]}]}\n" +
        lists);
    const auto without = [&](std::string_view denied) {
        RecognizeOptions options;
        options.admits = [denied](std::string_view intent) { return intent != denied; };
        const auto found = ear.recognizer().recognize("go red", {}, options);
        return found ? found->intent : "-";
    };
    EXPECT_EQ(without(""), "Known");
    EXPECT_EQ(without("Known"), "Any");
}

TEST(Recognizer, ReadsFractionsWhereAListHasThem) {
    Ear ear(sentences({"set {half}"}, lists));
    EXPECT_EQ(ear.slot("set 21,5", "half"), "21.500000");
    EXPECT_EQ(ear.slot("set 21.5", "half"), "21.500000");
    EXPECT_FALSE(ear.hears("set 21.3"));
    EXPECT_FALSE(Ear(sentences({"set {n}"}, lists)).hears("set 5.5"));
}

TEST(Recognizer, ReadsHyphensAsSpacesWhenTheTemplateHasSpaces) {
    EXPECT_TRUE(Ear(sentences({"up to date"})).hears("up-to-date"));
    EXPECT_FALSE(Ear(sentences({"turn-on"})).hears("turn on"));
    EXPECT_EQ(Ear(sentences({"my {a}"}, lists)).slot("my e-mail", "a"), "e mail");
    EXPECT_TRUE(Ear(sentences({"what's up"})).hears("what's up"));
    EXPECT_FALSE(Ear(sentences({"what's up"})).hears("whats up"));
    EXPECT_FALSE(Ear(sentences({"what's up"})).hears("what\u2019s up"));
}

// HASS-008
TEST(Recognizer, EndsAWildcardAtTheNearestLiteralFirst) {
    Ear ear(sentences({"play {x} by {y}"}, lists));
    EXPECT_EQ(ear.slot("play a by b by c", "x"), "a");
    EXPECT_EQ(ear.slot("play a by b by c", "y"), "b by c");
    EXPECT_EQ(Ear(sentences({"on {x} on"}, lists)).slot("on a on b on", "x"), "a on b");
    EXPECT_FALSE(Ear(sentences({"say {x}"}, lists)).hears("say"));
    EXPECT_EQ(Ear(sentences({"say {x}"}, lists)).slot("say  hello there ", "x"), "hello there");
    EXPECT_EQ(Ear(sentences({"play {x}[ please]"}, lists)).slot("play jazz please", "x"), "jazz");
    Ear track(sentences({"play {x} {class}"}, lists));
    EXPECT_EQ(track.slot("play Some Song track", "x"), "Some Song");
    EXPECT_EQ(track.slot("play Some Song track", "class"), "music");
    Ear number(sentences({"add {x} {n}"}, lists));
    EXPECT_EQ(number.slot("add milk 25", "n"), "25.000000");
    EXPECT_EQ(number.slot("add milk 25", "x"), "milk");
}

const std::string brightness = R"yaml(
language: en
lists: {brightness: {range: {from: 0, to: 100}}}
expansion_rules:
  name: "[the] {name}"
  brightness: "{brightness}[([ ]%)| percent]"
intents:
  Set:
    data:
      - sentences: ["set <name> brightness to <brightness>"]
        requires_context: {domain: light}
        response: brightness
)yaml";

// HASS-007 HASS-009
TEST(Recognizer, FollowsTheWorkedExample) {
    Ear ear(brightness);
    ASSERT_TRUE(
        ear.recognizer().set_list("name", names({{"Bedroom Lamp", {{"domain", "light"}}}})));
    const auto result = ear.hear("Set the bedroom lamp brightness to 50%!");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->intent, "Set");
    EXPECT_EQ(result->slot("name")->value, "Bedroom Lamp");
    EXPECT_EQ(result->slot("brightness")->value, 50);
    EXPECT_EQ(result->context, (json::object{{"domain", "light"}}));
    EXPECT_EQ(result->response, "brightness");
    EXPECT_EQ(result->literal_count, 19U);
}

// HASS-007 HASS-013
TEST(Recognizer, FiltersValuesByTheirContextAndChecksItAtTheEnd) {
    Ear ear(brightness);
    const auto* text = "set the bedroom lamp brightness to 50";
    ASSERT_TRUE(
        ear.recognizer().set_list("name", names({{"bedroom lamp", {{"domain", "cover"}}}})));
    EXPECT_FALSE(ear.hears(text));
    ASSERT_TRUE(ear.recognizer().set_list("name", names({{"bedroom lamp", {}}})));
    EXPECT_FALSE(ear.hears(text));
    EXPECT_TRUE(ear.hear(text, {{"domain", "light"}}));
    ASSERT_TRUE(ear.recognizer().set_list(
        "name",
        names({{"bedroom lamp", {{"domain", "cover"}}}, {"bedroom lamp", {{"domain", "light"}}}})));
    EXPECT_TRUE(ear.hears(text));
}

// HASS-010
TEST(Recognizer, FillsSlotsFromTheBlockAndTheContextButNeverOverSaidOnes) {
    Ear ear(R"yaml(
language: en
lists: {area: {values: [hall]}}
intents:
  On:
    data:
      - sentences: ["lights on[ in {area}]"]
        slots: {domain: light}
        requires_context: {area: {slot: true}}
)yaml");
    EXPECT_EQ(ear.slot("lights on", "area", {{"area", "Kitchen"}}), "Kitchen");
    EXPECT_EQ(ear.slot("lights on", "domain", {{"area", "Kitchen"}}), "light");
    EXPECT_EQ(ear.slot("lights on in hall", "area", {{"area", "Kitchen"}}), "hall");
    EXPECT_FALSE(ear.hears("lights on"));
}

TEST(Recognizer, HoldsBlocksBackByExcludedContextAndKeywords) {
    Ear ear(R"yaml(
language: en
intents:
  A: {data: [{sentences: [go], excludes_context: {room: [hall, null]}}]}
  B: {data: [{sentences: ["[please] stop"], required_keywords: [please]}]}
)yaml");
    EXPECT_TRUE(ear.hear("go", {{"room", "attic"}}));
    EXPECT_FALSE(ear.hear("go", {{"room", "hall"}}));
    EXPECT_FALSE(ear.hears("stop"));
    EXPECT_TRUE(ear.hears("please stop"));
}

// HASS-009
TEST(Recognizer, PrefersTheLongerNameThenFewerWildcardsThenMoreLetters) {
    Ear ear(
        sentences({"turn on {name} in {area}", "turn on {name}", "turn on {x}", "turn (on|on) it"},
                  "lists: {x: {wildcard: true}}\n"));
    ASSERT_TRUE(ear.recognizer().set_list("name", names({{"lamp", {}}, {"lamp in kitchen", {}}})));
    ASSERT_TRUE(ear.recognizer().set_list("area", names({{"kitchen", {}}})));
    EXPECT_EQ(ear.slot("turn on lamp in kitchen", "name"), "lamp in kitchen");
    EXPECT_EQ(ear.slot("turn on it", "x"), "-");
    EXPECT_EQ(ear.slot("turn on that", "x"), "that");
    // Ties go to what stands first.
    Ear tie(
        "language: en\nintents:\n  B: {data: [{sentences: [go]}]}\n  A: {data: [{sentences: "
        "[go]}]}\n");
    EXPECT_EQ(tie.hear("go")->intent, "B");
}

// HASS-003
TEST(Recognizer, PutsABlocksOwnRulesAndListsFirst) {
    Ear ear(R"yaml(
language: en
expansion_rules: {what: "lamp", thing: "<what>"}
lists: {a: {values: [red]}}
intents:
  Own: {data: [{sentences: ["on <thing> {a}"], expansion_rules: {what: "fan"}, lists: {a: {values: [blue]}}}]}
  Common: {data: [{sentences: ["on <thing> {a}"]}]}
)yaml");
    EXPECT_EQ(ear.hear("on fan blue")->intent, "Own");
    EXPECT_EQ(ear.hear("on lamp red")->intent, "Common");
    EXPECT_FALSE(ear.hears("on fan red"));
}

// HASS-003
TEST(Recognizer, MergesFilesKeyByKey) {
    SentenceSet set;
    for (const auto* file : {"language: en\nlists: {a: {values: [red]}}\nintents: {A: {data: "
                             "[{sentences: ['{a} one']}]}}\nexpansion_rules: {r: x}\n",
                             "language: en\nlists: {a: {values: [blue]}}\nintents: {B: {data: "
                             "[{sentences: [two]}]}}\nexpansion_rules: {r: y}\n",
                             "language: en\nintents: {A: {data: [{sentences: [three]}]}}\n"}) {
        ASSERT_TRUE(add_file(set, *parse_yaml(file, "f.yaml"), "f.yaml"));
    }
    ASSERT_EQ(set.blocks.size(), 3U);
    EXPECT_EQ(set.blocks[1].sentences.front(), "three");
    EXPECT_EQ(set.blocks[2].intent, "B");
    EXPECT_EQ(std::get<TextList>(set.lists["a"]).size(), 2U);
    EXPECT_EQ(set.rules["r"], "y");
}

// HASS-011
TEST(Recognizer, IgnoresWhiteSpaceWhereALanguageWantsThat) {
    Ear ear(sentences(
        {"\u6253\u5f00 {a} \u706f"},
        "settings: {ignore_whitespace: true}\nlists: {a: {values: [\"\u5ba2 \u5385\"]}}\n"));
    EXPECT_TRUE(ear.hears("\u6253\u5f00\u5ba2\u5385\u706f"));
    EXPECT_TRUE(ear.hears("\u6253 \u5f00\u5ba2\u5385 \u706f"));
}

TEST(Recognizer, LeavesTemplatesAloneWithSkipWords) {
    Ear ear(sentences({"turn on {a}"}, lists + "skip_words: [please, turn]\n"));
    EXPECT_FALSE(ear.hears("please turn on red please"));
}

// HASS-012
TEST(Recognizer, GivesUpOnHostileTemplates) {
    std::string hostile;
    for (int i = 0; i < 60; ++i) hostile += "[a{x}|b{y}]";
    Ear ear(sentences({hostile, "hello"}, lists));
    EXPECT_FALSE(ear.hears(std::string(600, 'a')));
    EXPECT_TRUE(ear.recognizer().gave_up());
    EXPECT_TRUE(ear.hears("hello"));
    EXPECT_FALSE(ear.recognizer().gave_up());
    std::string optionals;
    for (int i = 0; i < 200; ++i) optionals += "[a][a]";
    Ear many(sentences({optionals + "b"}));
    EXPECT_FALSE(many.hears(std::string(150, 'a') + "c"));
    EXPECT_FALSE(many.hears(std::string(1'000'000, 'a')));
    EXPECT_TRUE(many.recognizer().gave_up());
}

TEST(Recognizer, NamesTheListsItsCallerHasToProvide) {
    Ear ear(brightness);
    EXPECT_THAT(ear.recognizer().program().missing_lists(), testing::ElementsAre("name"));
    EXPECT_FALSE(ear.hears("set lamp brightness to 5"));
}

}  // namespace
}  // namespace utter::intent::hassil
