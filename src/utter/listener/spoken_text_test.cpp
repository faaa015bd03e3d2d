#include "utter/listener/spoken_text.hpp"

#include <gtest/gtest.h>

namespace utter::listener {
namespace {

TEST(SpokenText, KeepsSlotsAndDropsPunctuation) {
    EXPECT_EQ(spoken_text("Timer set for {length}. For how long? Say: {Some_Name}!", "en-US"),
              "timer set for {length} for how long say {Some_Name}");
    EXPECT_EQ(spoken_text("It’s “here”.", "en-US"), "it's here");
}

TEST(SpokenText, SpellsNumbers) {
    EXPECT_EQ(spoken_text("It's 45, or 7.", "en-US"), "it's forty five or seven");
    EXPECT_EQ(spoken_text("1000 Übrige", "de-DE"), "1000 übrige");
    EXPECT_EQ(spoken_text("1 Stunde", "de-DE"), "(ein|eine|einem|einen|einer|eines) stunde");
}

TEST(SpokenText, NothingSpokenGivesNothing) {
    EXPECT_EQ(spoken_text(" ... ?! ", "en-US"), "");
    EXPECT_EQ(spoken_text("", "en-US"), "");
}

}  // namespace
}  // namespace utter::listener
