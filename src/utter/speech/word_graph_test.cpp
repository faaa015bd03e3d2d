#include "utter/speech/word_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/speech/template_parser.hpp"

namespace utter::speech {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

WordGraph compile(std::vector<std::string> sentences,
                  std::map<std::string, std::vector<std::string>> rules = {},
                  const WordFilter& known = {}) {
    auto graph = compile_word_graph({"en-US", std::move(sentences), std::move(rules)}, known);
    EXPECT_TRUE(graph) << graph.error().detail;
    return graph.value_or(WordGraph{});
}

ErrorCode error_of(std::vector<std::string> sentences,
                   std::map<std::string, std::vector<std::string>> rules = {}) {
    const auto graph = compile_word_graph({"en-US", std::move(sentences), std::move(rules)});
    return graph ? ErrorCode{} : graph.error().code;
}

TEST(WordGraph, AcceptsExactlyTheSentences) {
    const auto graph = compile({"(set|start) [a] timer for {time}"},
                               {{"time", {"five minutes", "an hour [and a half]"}}});
    for (const char* yes : {"set a timer for five minutes",
                            "start timer for an hour",
                            "set timer for an hour and a half"}) {
        EXPECT_TRUE(graph.accepts(yes)) << yes;
    }
    for (const char* no : {"",
                           "set",
                           "set a timer for",
                           "a timer for five minutes",
                           "set a a timer for five minutes",
                           "set a timer for five minutes now"}) {
        EXPECT_FALSE(graph.accepts(no)) << no;
    }
}

TEST(WordGraph, SharesBeginningsAndEndings) {
    const auto graph = compile({"a b z", "a c z", "d b z", "d c z"});
    EXPECT_EQ(graph.states.size(), 4U);
}

TEST(WordGraph, DoesNotDependOnTheOrderOfSentences) {
    const auto one = compile({"x (a|b)", "y [c] d"});
    const auto two = compile({"y [c] d", "x (b|a)"});
    EXPECT_EQ(one.words, two.words);
    ASSERT_EQ(one.states.size(), two.states.size());
    for (std::size_t i = 0; i < one.states.size(); ++i) {
        EXPECT_EQ(one.states[i].arcs, two.states[i].arcs);
        EXPECT_EQ(one.states[i].final, two.states[i].final);
    }
}

TEST(WordGraph, JoinsGroupsThatTouchText) {
    const auto graph = compile({"turn the light[s] (on|off)", "[please ]go", "(un|)do(ing|ne) it"});
    for (const char* yes :
         {"turn the light on", "turn the lights off", "please go", "go", "undone it", "doing it"}) {
        EXPECT_TRUE(graph.accepts(yes)) << yes;
    }
    EXPECT_FALSE(graph.accepts("turn the light s on"));
}

TEST(WordGraph, ReadsDoubleBracesAndTypes) {
    const auto graph = compile({"in {{city}}", "at {number:city}"}, {{"city", {"new york"}}});
    EXPECT_TRUE(graph.accepts("in new york"));
    EXPECT_TRUE(graph.accepts("at new york"));
}

TEST(WordGraph, UnknownWordTakesTheSmallestAlternativeWithIt) {
    const WordFilter known = [](std::string_view word) { return word != "xyzzy"; };
    const auto graph = compile({"say (xyzzy|hello)", "go [xyzzy] now", "in {city}", "xyzzy all"},
                               {{"city", {"xyzzy town", "rome"}}},
                               known);
    EXPECT_TRUE(graph.accepts("say hello"));
    EXPECT_TRUE(graph.accepts("go now"));
    EXPECT_TRUE(graph.accepts("in rome"));
    EXPECT_FALSE(graph.accepts("xyzzy all"));
    EXPECT_THAT(graph.unknown, ElementsAre("xyzzy"));
    EXPECT_THAT(graph.dropped_sentences, ElementsAre("xyzzy all"));
    EXPECT_THAT(graph.words, testing::Not(testing::Contains("xyzzy")));
}

TEST(WordGraph, SentenceOfAnEmptyRuleIsDropped) {
    const auto graph = compile({"in {city}", "hello [in {city}]"}, {{"city", {}}});
    EXPECT_TRUE(graph.accepts("hello"));
    EXPECT_THAT(graph.dropped_sentences, ElementsAre("in {city}"));
}

TEST(WordGraph, NothingLeftMakesAnEmptyGraph) {
    EXPECT_THAT(compile({}).states, IsEmpty());
    EXPECT_THAT(compile({"a"}, {}, [](std::string_view) { return false; }).states, IsEmpty());
}

TEST(WordGraph, RefusesBrokenTemplatesByName) {
    for (const char* text :
         {"(a", "a)", "[a)", "{a", "a}", "()", "[ ]", "a|b", "{}", "<a>", "(a|b"}) {
        EXPECT_EQ(error_of({text}), ErrorCode::malformed) << text;
    }
    const auto graph = compile_word_graph({"en-US", {"set (a"}, {}});
    EXPECT_THAT(graph.error().detail, HasSubstr("set (a"));
}

TEST(WordGraph, RefusesMissingAndCircularRules) {
    EXPECT_EQ(error_of({"in {city}"}), ErrorCode::malformed);
    EXPECT_EQ(error_of({"{a}"}, {{"a", {"x {b}"}}, {"b", {"{a} y"}}}), ErrorCode::malformed);
    EXPECT_EQ(error_of({"hello"}, {{"a", {"x {a}"}}}), ErrorCode::malformed);
}

TEST(WordGraph, RefusesWhatIsTooDeepOrTooLarge) {
    EXPECT_EQ(error_of({std::string(500, '(') + "a" + std::string(500, ')')}), ErrorCode::limit);
    std::map<std::string, std::vector<std::string>> rules{{"r0", {"a", "b"}}};
    for (int i = 1; i <= 30; ++i) {
        const auto before = "{r" + std::to_string(i - 1) + "}";
        auto twice = before;
        twice.append(" x ").append(before);
        rules["r" + std::to_string(i)] = {twice, before};
    }
    EXPECT_EQ(error_of({"{r30}"}, rules), ErrorCode::limit);
    std::string spellings = "x";
    for (int i = 0; i < 12; ++i) spellings += "(a|b)";
    EXPECT_EQ(error_of({spellings}), ErrorCode::limit);
}

}  // namespace
}  // namespace utter::speech
