// What hostile or careless definitions and utterances cost, and what their author is told.
#include <gmock/gmock.h>

#include "utter/core/log.hpp"
#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent {
namespace {

using testing::HasSubstr;

class BadInput : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(templates_.add(definition("good", {"play {what}"})));
        ASSERT_TRUE(keywords_.add(keyword("good", {"music"})));
    }

    void TearDown() override {
        EXPECT_TRUE(templates_.match(std::vector<std::string>{"play jazz"}, "en"));
        EXPECT_TRUE(keywords_.match(std::vector<std::string>{"more music"}, "en"));
    }

    static TemplateDefinition definition(std::string name, std::vector<std::string> samples) {
        return {"a.skill", std::move(name), "en", std::move(samples), {}, {}, {}, {}};
    }

    static KeywordDefinition keyword(std::string name, std::vector<std::string> samples) {
        return {"a.skill", std::move(name), "en", {{"what", std::move(samples)}}, {}, {}, {}};
    }

    // The complaint about a sample, after the definition was refused for want of another.
    std::string complaint(const std::string& sample) {
        const log::Capture lines;
        EXPECT_FALSE(templates_.add(definition("bad", {sample})));
        EXPECT_FALSE(keywords_.add(keyword("bad", {sample})));
        return lines.text();
    }

    TemplateMatcher templates_;
    KeywordMatcher keywords_;
};

TEST_F(BadInput, AnUtteranceOfAMegabyteIsPassedOver) {
    std::string words;
    while (words.size() < 1'000'000) words += "play music ";
    for (const auto& text : {words, std::string(1'000'000, 'a'), std::string(1'000'000, '\xff')}) {
        EXPECT_FALSE(templates_.match(std::vector{text}, "en"));
        EXPECT_FALSE(keywords_.match(std::vector{text}, "en"));
    }
    EXPECT_TRUE(templates_.match(std::vector<std::string>{words, "play it"}, "en"));
}

TEST_F(BadInput, TheLongestUtteranceAllowedIsMatched) {
    std::string words;
    while (words.size() < 4'080) words += "play music ";
    EXPECT_FALSE(templates_.match(std::vector{words}, "en"));
    EXPECT_TRUE(keywords_.match(std::vector{words}, "en"));
}

TEST_F(BadInput, DeeplyNestedBracketsAreNamed) {
    const std::size_t depth = 30'000;
    EXPECT_THAT(complaint("a " + std::string(depth, '[') + "b" + std::string(depth, ']')),
                HasSubstr("nested deeper than 1000"));
    EXPECT_THAT(complaint(std::string(1'000'000, '(')), HasSubstr("longer than 65536 bytes"));
    EXPECT_THAT(complaint(std::string(depth, '(')), HasSubstr("never closed"));
}

TEST_F(BadInput, TheDeepestNestingAllowedIsMatched) {
    std::string sample = "start";
    for (int i = 0; i < 1'000; ++i) sample += " [on";
    ASSERT_TRUE(templates_.add(definition("deep", {sample + std::string(1'000, ']')})));
    EXPECT_TRUE(templates_.match(std::vector<std::string>{"start on on on"}, "en"));
    templates_.remove_intent("a.skill", "deep");
}

TEST_F(BadInput, ATemplateThatStandsForBillionsIsRefusedByCounting) {
    std::string apart = "x";
    std::string together = "x";
    for (int i = 0; i < 64; ++i) {
        apart += " (a|b|c)";
        together += "[a]";
    }
    for (const auto& text : {apart, together}) {
        EXPECT_THAT(complaint(text), HasSubstr("more than 65536 samples"));
    }
}

TEST_F(BadInput, SamplesOfTheMostAllowedCostNoMoreThanTheyAreBig) {
    std::string text = "x";
    for (int i = 0; i < 8; ++i) text += " [a|b|c]";
    for (const char* name : {"p", "q", "r", "s", "t", "u", "v", "w"}) {
        ASSERT_TRUE(templates_.add(definition(name, {text})));
    }
    EXPECT_EQ(templates_.match(std::vector<std::string>{"x a b c a"}, "en")->intent_name, "p");
    templates_.remove_skill("a.skill");
    EXPECT_EQ(templates_.size(), 0U);
    SetUp();
}

TEST_F(BadInput, InvalidUtf8IsNamedAndHarmsNoOtherSample) {
    EXPECT_THAT(complaint("stop \xff"), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(complaint("stop \xed\xa0\x80"), HasSubstr("not valid UTF-8"));
    const log::Capture lines;
    ASSERT_TRUE(templates_.add(definition("half", {"stop \xff", "halt"})));
    EXPECT_TRUE(templates_.match(std::vector<std::string>{"\xff", "halt"}, "en"));
}

TEST_F(BadInput, AMillionValuesAreRefusedAndWhatWasThereStays) {
    std::vector<std::string> values;
    values.reserve(1'000'000);
    for (int i = 0; i < 1'000'000; ++i) values.push_back("value " + std::to_string(i));
    ASSERT_TRUE(templates_.add(EntityDefinition{"a.skill", "what", "en", {"jazz"}}));
    const auto refused = templates_.add(EntityDefinition{"a.skill", "what", "en", values});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::limit);
    EXPECT_THAT(refused.error().detail, HasSubstr("more than 65536 phrases"));
    EXPECT_GT(templates_.match(std::vector<std::string>{"play jazz"}, "en")->score, 0.9);

    EXPECT_EQ(keywords_.add(keyword("good", values)).error().code, ErrorCode::limit);
    auto blacklisted = definition("good", {"play {what}"});
    blacklisted.blacklist = values;
    EXPECT_EQ(templates_.add(blacklisted).error().code, ErrorCode::limit);
    EXPECT_EQ(templates_.add(definition("good", values)).error().code, ErrorCode::limit);
}

}  // namespace
}  // namespace utter::intent
