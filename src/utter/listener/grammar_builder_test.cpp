#include "utter/listener/grammar_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "utter/listener/spoken_numbers.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::listener {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

intent::TemplateDefinition templates(std::string skill,
                                     std::string lang,
                                     std::vector<std::string> samples,
                                     std::map<std::string, std::string> types = {}) {
    intent::TemplateDefinition made;
    made.skill_id = std::move(skill);
    made.intent_name = "test";
    made.lang = std::move(lang);
    made.samples = std::move(samples);
    made.slot_types = std::move(types);
    return made;
}

bool accepts(const speech::SpeechGrammar& grammar, std::string_view sentence) {
    const auto graph = speech::compile_word_graph(grammar);
    EXPECT_TRUE(graph) << graph.error().detail;
    return graph && graph->accepts(sentence);
}

TEST(GrammarBuilder, TakesSlotValuesOfTheSameSkill) {
    const std::vector definitions{templates("a.skill", "en-US", {"time in {place}"}),
                                  templates("b.skill", "en-US", {"go to {place}"})};
    const std::vector<intent::EntityDefinition> entities{
        {"a.skill", "place", "en-US", {"new york", "(down|up)town"}},
        {"b.skill", "place", "en-US", {"bed"}}};
    const auto grammar = build_speech_grammar("en-US", definitions, entities);
    EXPECT_TRUE(accepts(grammar, "time in new york"));
    EXPECT_TRUE(accepts(grammar, "time in uptown"));
    EXPECT_TRUE(accepts(grammar, "go to bed"));
    EXPECT_FALSE(accepts(grammar, "go to new york"));
}

TEST(GrammarBuilder, PhrasesKeepSlotsThatCouldBeAnything) {
    const std::vector definitions{
        templates("a.skill", "en-US", {"it is {thing}", "at {clock}", "in {place} now"})};
    const std::vector<intent::EntityDefinition> entities{
        {"a.skill", "place", "en-US", {"new york"}}, {"b.skill", "name", "en-US", {"pasta"}}};
    const auto phrases = build_speech_phrases("en-US", definitions, entities);
    for (const char* yes : {"it is four thirty three pm",
                            "it is nine oh three",
                            "it is ten o'clock",
                            "it is five minutes",
                            "it is forty two",
                            "it is saturday november twenty first twenty twenty six",
                            "it is pasta",
                            "at four thirty three pm",
                            "in new york now"}) {
        EXPECT_TRUE(accepts(phrases, yes)) << yes;
    }
    for (const char* no :
         {"in pasta now", "at five minutes", "at pasta", "it is thirteen thirty pm", "it is"}) {
        EXPECT_FALSE(accepts(phrases, no)) << no;
    }
    EXPECT_THAT(build_speech_grammar("en-US", definitions, entities).sentences,
                ElementsAre("in {a.skill.place} now"));
}

TEST(GrammarBuilder, GeneratesNumbersAndDurations) {
    const std::vector definitions{templates(
        "timer",
        "en-US",
        {"set a timer for {length}", "set a {duration:length} timer", "volume {number:n}"},
        {{"length", "duration"}})};
    const auto grammar = build_speech_grammar("en-US", definitions, {});
    for (const char* yes : {"set a timer for five minutes",
                            "set a timer for an hour and a half",
                            "set a timer for one hour and thirty minutes",
                            "set a timer for half an hour",
                            "set a timer for a minute",
                            "set a timer for twenty five seconds",
                            "set a timer for two and a half hours",
                            "set a five minute timer",
                            "set a one hour timer",
                            "volume eleven",
                            "volume one hundred and five",
                            "volume zero"}) {
        EXPECT_TRUE(accepts(grammar, yes)) << yes;
    }
    EXPECT_FALSE(accepts(grammar, "set a timer for five minute"));
    EXPECT_FALSE(accepts(grammar, "set a timer for one minutes"));
}

TEST(GrammarBuilder, OpenSlotTakesTheSmallestAlternative) {
    const std::vector definitions{
        templates("a", "en", {"play {title}", "find [{title}]", "(call {who}|help) now"})};
    const auto grammar = build_speech_grammar("en", definitions, {});
    EXPECT_THAT(grammar.sentences, ElementsAre("find", "help now"));
}

TEST(GrammarBuilder, KeepsToTheLanguage) {
    const std::vector definitions{templates("a", "en-GB", {"hello"}),
                                  templates("a", "EN", {"good morning"}),
                                  templates("a", "de-DE", {"guten tag"})};
    EXPECT_THAT(build_speech_grammar("en-US", definitions, {}).sentences,
                ElementsAre("good morning", "hello"));
    EXPECT_THAT(build_speech_grammar("fr-FR", definitions, {}).sentences, IsEmpty());
}

TEST(GrammarBuilder, DoesNotDependOnOrder) {
    std::vector definitions{templates("a", "en", {"x {s}", "y"}), templates("b", "en", {"z", "y"})};
    std::vector<intent::EntityDefinition> entities{{"a", "s", "en", {"q", "p"}},
                                                   {"a", "s", "en", {"o"}}};
    const auto one = build_speech_grammar("en", definitions, entities);
    std::ranges::reverse(definitions);
    std::ranges::reverse(entities);
    std::ranges::reverse(definitions[0].samples);
    EXPECT_EQ(build_speech_grammar("en", definitions, entities), one);
    EXPECT_THAT(one.rules.at("a.s"), ElementsAre("o", "p", "q"));
}

TEST(GrammarBuilder, SkipsMalformedSamples) {
    const std::vector definitions{templates("a", "en", {"(broken", "fine"})};
    EXPECT_THAT(build_speech_grammar("en", definitions, {}).sentences, ElementsAre("fine"));
}

TEST(GrammarBuilder, TellsSkillsWithSimilarIdsApart) {
    const std::vector definitions{templates("a b", "en", {"one {s}"}),
                                  templates("a/b", "en", {"two {s}"})};
    const std::vector<intent::EntityDefinition> entities{{"a b", "s", "en", {"x"}},
                                                         {"a/b", "s", "en", {"y"}}};
    const auto grammar = build_speech_grammar("en", definitions, entities);
    EXPECT_TRUE(accepts(grammar, "one x"));
    EXPECT_FALSE(accepts(grammar, "one y"));
}

TEST(SpokenNumbers, SpellsEveryWayOfALanguage) {
    EXPECT_THAT(spell_number("en-US", 25), ElementsAre("twenty five"));
    EXPECT_THAT(spell_number("en-US", 105), Contains("one hundred and five"));
    EXPECT_THAT(spell_number("de-DE", 25), Contains("f\u00fcnfundzwanzig"));
    EXPECT_THAT(spell_number("es-ES", 21), Contains("veintiuna"));
    EXPECT_THAT(spell_number("qqq", 1), IsEmpty());
    EXPECT_THAT(spell_number("not a tag", 1), IsEmpty());
}

TEST(SpokenNumbers, SaysDurationsInSpanishAndGerman) {
    const auto accepts_duration = [](const char* lang, const char* text) {
        return accepts({lang, {"x {duration}"}, number_rules(lang)}, std::string("x ") + text);
    };
    EXPECT_TRUE(accepts_duration("es-ES", "cinco minutos"));
    EXPECT_TRUE(accepts_duration("es-ES", "una hora y media"));
    EXPECT_TRUE(accepts_duration("de-DE", "f\u00fcnf minuten"));
    EXPECT_TRUE(accepts_duration("de-DE", "eine halbe stunde"));
    EXPECT_FALSE(number_rules("fr-FR").contains("duration"));
    EXPECT_TRUE(number_rules("fr-FR").contains("number"));
}

}  // namespace
}  // namespace utter::listener
