#include "support/icu_text.hpp"

#include <gtest/gtest.h>

namespace utter::skills {
namespace {

TEST(IcuText, JoinsListsAsTheLanguageDoes) {
    EXPECT_EQ(join_and({"a", "b", "c"}, "en-US"), "a, b, and c");
    EXPECT_EQ(join_and({"a", "b", "c"}, "de-DE"), "a, b und c");
    EXPECT_EQ(join_and({"padres", "hijos"}, "es-ES"), "padres e hijos");
    EXPECT_EQ(join_and({"a"}, "en-US"), "a");
    EXPECT_EQ(join_and({}, "en-US"), "");
}

TEST(IcuText, CapitalisesTheFirstLetterOnly) {
    EXPECT_EQ(sentence_case("son las 15:09. ya", "es-ES"), "Son las 15:09. ya");
    EXPECT_EQ(sentence_case("über den Dächern", "de-DE"), "Über den Dächern");
    EXPECT_EQ(sentence_case("", "en-US"), "");
}

TEST(IcuText, LeavesNoSpaceASpeechEngineWouldSpell) {
    EXPECT_EQ(to_speech(icu::UnicodeString(u"3:09\u202fPM Reyk\u00adjavik")), "3:09 PM Reykjavik");
}

TEST(IcuText, AnUnusableTagIsNoError) {
    EXPECT_EQ(join_and({"a", "b"}, "not a tag"), "a, b");
}

}  // namespace
}  // namespace utter::skills
