#include "utter/intent/hassil/sentence_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/intent/hassil/test_support.hpp"

namespace utter::intent::hassil {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// HASS-001
TEST(SentenceTemplate, KeepsTheSpacesOfItsChunks) {
    const auto parsed = parse_sentence("turn  on[ the] {name:slot} now");
    ASSERT_TRUE(parsed);
    ASSERT_EQ(parsed->items.size(), 6U);
    EXPECT_EQ(parsed->items[0].text, "turn ");
    EXPECT_EQ(parsed->items[1].text, "on");
    EXPECT_EQ(parsed->items[2].items.front().items.front().text, " the");
    EXPECT_EQ(parsed->items[3].text, " ");
    EXPECT_EQ(parsed->items[4].text, "name");
    EXPECT_EQ(parsed->items[4].slot, "slot");
    EXPECT_TRUE(parsed->items[4].end_of_word);
    EXPECT_EQ(parsed->items[5].text, " now");
}

// HASS-001
TEST(SentenceTemplate, RefusesWhatIsNoTemplate) {
    for (const auto* text : {"a|b;c",
                             "a;b|c",
                             "()",
                             "a []",
                             "{}",
                             "<>",
                             "(a",
                             "a)",
                             "[a",
                             "a]",
                             "{a",
                             "<a",
                             "a}",
                             ""}) {
        EXPECT_FALSE(parse_sentence(text)) << text;
    }
    EXPECT_FALSE(parse_sentence(std::string(1'000, '(')));
    EXPECT_FALSE(parse_sentence(std::string(sentence_bytes_max + 1, 'a')));
}

// HASS-001
TEST(SentenceTemplate, NamesFileIntentAndTemplateOfAFault) {
    const auto problem = test::problem(test::sentences({"turn (on"}));
    EXPECT_THAT(problem, HasSubstr("test.yaml:5"));
    EXPECT_THAT(problem, HasSubstr("Test"));
    EXPECT_THAT(problem, HasSubstr("turn (on"));
    const auto recursion =
        test::problem(test::sentences({"<a>"}, "expansion_rules:\n  a: x <b>\n  b: y <a>\n"));
    EXPECT_THAT(recursion, HasSubstr("contains itself"));
    EXPECT_THAT(recursion, HasSubstr("test.yaml"));
    EXPECT_THAT(test::problem(test::sentences({"<nowhere>"})),
                HasSubstr("there is no rule 'nowhere'"));
}

TEST(SentenceTemplate, SamplesANamesVariants) {
    EXPECT_THAT(*sample(*parse_sentence("kitchen (lamp|light)[s]"), 10),
                ElementsAre("kitchen lamps", "kitchen lamp", "kitchen lights", "kitchen light"));
    EXPECT_FALSE(sample(*parse_sentence("(a|b)(a|b)(a|b)(a|b)"), 10));
    EXPECT_FALSE(sample(*parse_sentence("{a}"), 10));
}

TEST(SentenceTemplate, TakesOperatorsLiterallyBehindABackslash) {
    EXPECT_EQ(parse_sentence("a \\(b\\)")->items.back().text, "(b)");
}

}  // namespace
}  // namespace utter::intent::hassil
