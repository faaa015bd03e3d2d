#include "utter/speaker/sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace utter::speaker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sentences, EndAtPointsAndMarks) {
    EXPECT_THAT(split_sentences("One. Two! Three? Four"),
                ElementsAre("One.", "Two!", "Three?", "Four"));
    EXPECT_THAT(split_sentences("He said \"no.\" Then he left."),
                ElementsAre("He said \"no.\"", "Then he left."));
    EXPECT_THAT(split_sentences("One\ntwo\n\nthree"), ElementsAre("One", "two", "three"));
    EXPECT_THAT(split_sentences("今日は。晴れ！"), ElementsAre("今日は。", "晴れ！"));
    EXPECT_THAT(split_sentences("Well… yes."), ElementsAre("Well…", "yes."));
}

TEST(Sentences, DoNotEndWithinNumbersAndAbbreviations) {
    EXPECT_THAT(split_sentences("It is 3.5 degrees, e.g. cold. Dr. Who and J. S. Bach agree."),
                ElementsAre("It is 3.5 degrees, e.g. cold.", "Dr. Who and J. S. Bach agree."));
}

TEST(Sentences, NothingIsLostOrSaidForNothing) {
    EXPECT_THAT(split_sentences(""), IsEmpty());
    EXPECT_THAT(split_sentences(" \n "), IsEmpty());
    EXPECT_THAT(split_sentences("Really?! ... - Yes."), ElementsAre("Really?! ...", "- Yes."));
    EXPECT_THAT(split_sentences("..."), ElementsAre("..."));
}

TEST(Sentences, AreBounded) {
    std::string words;
    for (int i = 0; i < 400; ++i) words += "word ";
    std::string joined;
    for (const auto& piece : split_sentences(words)) {
        EXPECT_LE(piece.size(), sentence_bytes_max);
        joined += piece + " ";
    }
    EXPECT_EQ(joined, words);
    std::string umlauts;
    for (int i = 0; i < 1'001; ++i) umlauts += "ä";
    std::string together;
    for (const auto& piece : split_sentences("x" + umlauts)) together += piece;
    EXPECT_EQ(together, "x" + umlauts);
}

}  // namespace
}  // namespace utter::speaker
