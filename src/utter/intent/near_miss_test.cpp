#include "utter/intent/near_miss.hpp"

#include <gmock/gmock.h>

namespace utter::intent {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TemplateDefinition definition(std::string intent, std::vector<std::string> samples) {
    return {"timer.skill", std::move(intent), "en-US", std::move(samples), {}, {}, {}, {}};
}

TEST(NearMiss, SaysWhatIsMissingAndWhatIsTooMuch) {
    const std::vector all{definition("set", {"set [a] timer for {length}"}),
                          definition("cancel", {"cancel [the] timer"})};
    const auto found = near_misses(all, "please set timer on five minutes", "en-GB", 5);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].intent_name, "set");
    EXPECT_EQ(found[0].sample, "set timer for {length}");
    EXPECT_THAT(found[0].missing, ElementsAre("for"));
    EXPECT_THAT(found[0].unexpected, ElementsAre("please"));
    EXPECT_EQ(found[1].intent_name, "cancel");
}

TEST(NearMiss, NamesSlotsThatWereNotFilled) {
    const std::vector all{definition("set", {"set a timer for {length}"})};
    const auto found = near_misses(all, "Set a timer for!", "en-US", 1);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0].missing, ElementsAre("{length}"));
    EXPECT_EQ(near_misses(all, "set a timer for two minutes", "en", 1)[0].distance(), 0U);
}

TEST(NearMiss, IsNoneWithoutACommonWordOrLanguage) {
    const std::vector all{definition("set", {"set a timer for {length}"})};
    EXPECT_THAT(near_misses(all, "good morning", "en-US", 3), IsEmpty());
    EXPECT_THAT(near_misses(all, "set a timer", "de-DE", 3), IsEmpty());
    EXPECT_THAT(near_misses(all, "", "en-US", 3), IsEmpty());
    EXPECT_THAT(near_misses(std::vector<TemplateDefinition>{}, "set a timer", "en-US", 3),
                IsEmpty());
}

TEST(NearMiss, SaysWhichVocabulariesOfAKeywordIntentAreMissing) {
    const std::vector<KeywordDefinition> all{
        {"lamp.skill",
         "dim",
         "en-US",
         {{"verb", {"dim", "lower"}}},
         {},
         {{{"lamp", {"lamp"}}, {"fan", {"fan"}}}, {{"when", {"now"}}}},
         {{"negation", {"not"}}}}};
    const auto found = near_misses(all, "do not lower the fan", "en-GB", 5);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].sample, "<verb> (<lamp>|<fan>) (<when>)");
    EXPECT_THAT(found[0].missing, ElementsAre("(<when>)"));
    EXPECT_THAT(found[0].excluded, ElementsAre("not"));
    EXPECT_EQ(found[0].distance(), 2U);
    EXPECT_THAT(near_misses(all, "not the ceiling", "en-US", 5), IsEmpty());
    EXPECT_THAT(near_misses(all, "lower the fan", "de-DE", 5), IsEmpty());
}

}  // namespace
}  // namespace utter::intent
