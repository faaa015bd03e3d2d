#include "utter/intent/phrasing/wording.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "utter/intent/phrasing/signature.hpp"

namespace utter::intent::phrasing {
namespace {

class WordingOf : public ::testing::Test {
  protected:
    std::vector<Gram> grams(std::string_view sentence) {
        return grams_of(reader_.tokens(*reader_.normalizer().words(sentence)));
    }

    Wording wording(const std::vector<std::string>& templates) {
        return reader_.samples(templates).wording;
    }

    static double share(const Wording& wording, std::span<const Gram> of) {
        double least = 1;
        for (const Gram gram : of) {
            const auto found = std::ranges::find(wording.shares, gram, &Wording::Share::gram);
            least = std::min(least, found == wording.shares.end() ? 0 : found->share);
        }
        return least;
    }

    Reader reader_{"en-US"};
};

TEST_F(WordingOf, AGramIsAWordOrTwoThatFollowEachOther) {
    EXPECT_EQ(grams("open it").size(), 5U);  // open, it, ^open, open it, it$
    EXPECT_EQ(grams("open it open it").size(), 6U);
    EXPECT_EQ(grams("").size(), 1U);
}

TEST_F(WordingOf, ASlotPartsWhatStandsBesideIt) {
    const auto read = wording({"spell {word} for me"});
    EXPECT_EQ(share(read, grams("spell")), 0);  // no sample ends with it
    EXPECT_EQ(read.shares.size(), 6U);          // spell, for, me, ^spell, for me, me$
}

TEST_F(WordingOf, WhatEveryTemplateHasIsItsOwnHoweverManySamplesOneHas) {
    const auto read = wording({"spell [out] (a|the|this) word", "spell it"});
    const auto of = [&](std::string_view word) {
        const auto all = grams(word);
        double most = 0;
        for (const Gram gram : all) most = std::max(most, share(read, std::span(&gram, 1)));
        return most;
    };
    EXPECT_EQ(of("spell"), 1);
    EXPECT_EQ(of("word"), 0.5);
    EXPECT_EQ(of("bird"), 0);
}

TEST_F(WordingOf, ShortTemplatesTellNothing) {
    EXPECT_EQ(wording({"lights on", "turn on the lights"}).richness, 0);
    EXPECT_EQ(wording({}).richness, 0);
    const std::vector<std::string> rich(6, "how do you think i should spell that word");
    EXPECT_EQ(wording(rich).richness, 1);
    EXPECT_LT(wording({rich[0]}).richness, 0.5);
}

TEST_F(WordingOf, TheIntentThatIsPutLikeASentenceIsTheLikest) {
    const auto spell = wording({"how do you spell cat", "how do you spell house"});
    const auto weigh = wording({"how much do you weigh", "what do you weigh"});
    const WordingIndex index({{&spell, true}, {&weigh, true}});
    const auto said = grams("how do you spell aaron");
    const auto likeness = index.likeness(said);
    EXPECT_GT(likeness[0], likeness[1]);
    EXPECT_GT(likeness[1], 0);
    EXPECT_LT(likeness[0], 1);
    EXPECT_GT(index.usual_said(0, said), 0.5);
    EXPECT_LT(index.usual_said(1, said), index.usual_said(0, said) / 2);
}

TEST_F(WordingOf, NothingIsLikeNothing) {
    const auto empty = wording({});
    const WordingIndex index({{&empty, true}});
    const auto said = grams("how do you spell aaron");
    EXPECT_EQ(index.likeness(said), std::vector<double>{0});
    EXPECT_EQ(index.usual_said(0, said), 0);
    EXPECT_TRUE(WordingIndex().likeness(said).empty());
}

}  // namespace
}  // namespace utter::intent::phrasing
