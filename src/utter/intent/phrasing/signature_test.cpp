#include "utter/intent/phrasing/signature.hpp"

#include <gtest/gtest.h>

namespace utter::intent::phrasing {
namespace {

TEST(Signature, SamplesThatSayTheSameAreOne) {
    Reader reader("en-US");
    const auto signatures = reader.samples({"[please] play [the|a] song [for me]"}).signatures;
    ASSERT_EQ(signatures.size(), 1U);
    EXPECT_EQ(signatures[0].meanings.size(), 2U);
}

TEST(Signature, RemembersWhatStandsBesideASlot) {
    Reader reader("en-US");
    const auto signatures = reader.samples({"remind me (to|about) {what} please"}).signatures;
    ASSERT_EQ(signatures.size(), 1U);
    ASSERT_EQ(signatures[0].slots.size(), 1U);
    EXPECT_EQ(signatures[0].slots[0].name, "what");
    EXPECT_EQ(signatures[0].slots[0].neighbours,
              (std::set<Neighbours>{{"about", "pleas"}, {"to", "pleas"}}));
}

TEST(Signature, ATemplateOfManySamplesIsLookedAtHereAndThere) {
    Reader reader("en-US");
    std::string text = "start";
    for (int i = 0; i < 15; ++i) text += " (a" + std::to_string(i) + "|b" + std::to_string(i) + ")";
    const auto signatures = reader.samples({text}).signatures;
    EXPECT_GE(signatures.size(), 12U);
    EXPECT_LE(signatures.size(), signatures_max);
}

TEST(Signature, ExamplesOfWhatASlotMayHoldAreNotWhatTheIntentMeans) {
    Reader reader("en-US");
    const std::vector<std::string> examples{"say {sentence}",
                                            "say good morning",
                                            "say the bus is late",
                                            "say i like trains",
                                            "say welcome back"};
    EXPECT_EQ(reader.samples(examples).signatures.size(),
              reader.samples({"say {sentence}"}).signatures.size());
    // One or two are phrases of their own.
    EXPECT_EQ(reader.samples({"play {artist}", "play some music"}).signatures.size(), 2U);
}

TEST(Signature, ABrokenTemplateIsPassedOver) {
    Reader reader("en-US");
    EXPECT_EQ(reader.samples({"(never closed", "the [of]", "open the hatch"}).signatures.size(),
              1U);
}

}  // namespace
}  // namespace utter::intent::phrasing
