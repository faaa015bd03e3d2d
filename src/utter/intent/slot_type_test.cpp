#include "utter/intent/slot_type.hpp"

#include <gmock/gmock.h>

#include "utter/intent/template_matcher.hpp"

namespace utter::intent {
namespace {

using Slots = std::map<std::string, std::string>;

bool applies(const TypedSpan& entry, std::string_view utterance) {
    const ByteRange range = find_typed_span(entry, utterance);
    if (range.begin == range.end) return false;
    EXPECT_EQ(utterance.substr(range.begin, range.end - range.begin), entry.surface);
    return true;
}

// I1-058
TEST(SlotType, AnEntryIsOfTheTextThatHasItsSurfaceThere) {
    const TypedSpan entry{"number", 6, 9, "two"};
    EXPECT_TRUE(applies(entry, "brew: two cups"));
    EXPECT_TRUE(applies(entry, "\U0001F375 \u00e9t\u00e9 two"));  // code points, not bytes or units
    EXPECT_FALSE(applies(entry, "brew two cups"));
    EXPECT_FALSE(applies(entry, "brew: to"));
    EXPECT_FALSE(applies(entry, ""));
    EXPECT_FALSE(applies(entry, "brew: \xfftwo"));
    EXPECT_FALSE(applies({"number", 3, 3, ""}, "brew"));
    EXPECT_FALSE(applies({"number", 9, 3, "two"}, "brew: two cups"));
    EXPECT_FALSE(applies({"number", 0, SIZE_MAX, "brew"}, "brew"));
}

TEST(SlotType, ReadsWhatTheLibraryCanRead) {
    EXPECT_TRUE(reads_as("number", "twenty five", "en"));
    EXPECT_TRUE(reads_as("number", "f\u00fcnf", "de-DE"));
    EXPECT_FALSE(reads_as("number", "blue", "en"));
    EXPECT_TRUE(reads_as("duration", "half an hour", "en-US"));
    EXPECT_TRUE(reads_as("date", "tomorrow at nine", "en"));
    EXPECT_FALSE(reads_as("color", "blue", "en"));
    EXPECT_FALSE(reads_as("number", "five", "xx"));
}

class TypedSlots : public testing::Test {
  protected:
    void add(std::string name,
             std::vector<std::string> samples,
             std::map<std::string, std::string> types) {
        ASSERT_TRUE(matcher_.add(TemplateDefinition{"a.skill",
                                                    std::move(name),
                                                    "en-US",
                                                    std::move(samples),
                                                    {},
                                                    {},
                                                    {},
                                                    std::move(types)}));
    }

    std::optional<TemplateMatch> find(const std::string& utterance,
                                      std::vector<TypedSpan> typed_spans = {}) {
        return matcher_.match(
            std::vector{utterance}, "en-US", MatchOptions{.typed_spans = typed_spans});
    }

    TemplateMatcher matcher_;
};

// I1-009 I1-053 I1-060
TEST_F(TypedSlots, WordsThatReadAsTheTypeArePreferredAndOthersFitToo) {
    add("remind", {"remind me to {what} in {when}"}, {{"when", "duration"}});
    EXPECT_EQ(find("remind me to look in the oven in ten minutes")->slots,
              (Slots{{"what", "look in the oven"}, {"when", "ten minutes"}}));
    EXPECT_EQ(find("remind me to look in the oven in a while")->slots,
              (Slots{{"what", "look"}, {"when", "the oven in a while"}}));
    add("any", {"put {x} on"}, {});
    add("count", {"put {n} on"}, {{"n", "number"}});
    EXPECT_EQ(find("put Seven on")->intent_name, "count");
    EXPECT_EQ(find("put Seven on")->slots, (Slots{{"n", "Seven"}}));
    EXPECT_EQ(find("put more on")->intent_name, "any");
}

// I1-057 I1-058 I1-061
TEST_F(TypedSlots, AnEntryOfTheMapIsAHintThatNothingDependsOn) {
    add("paint", {"paint {what} in {shade}"}, {{"shade", "color"}});
    const std::string text = "paint it in red in in blue";
    const Slots open{{"what", "it"}, {"shade", "red in in blue"}};
    EXPECT_EQ(find(text)->slots, open);
    const Slots hinted{{"what", "it in red in"}, {"shade", "blue"}};
    EXPECT_EQ(find(text, {{"color", 22, 26, "blue"}})->slots, hinted);
    // Of another text, of another type, or over other words.
    EXPECT_EQ(find(text, {{"color", 21, 25, "blue"}})->slots, open);
    EXPECT_EQ(find(text, {{"number", 22, 26, "blue"}})->slots, open);
    EXPECT_EQ(find(text, {{"color", 16, 26, "in in blue"}})->slots, open);
}

}  // namespace
}  // namespace utter::intent
