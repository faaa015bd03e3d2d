#include "utter/audio/echo_reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace utter::audio {
namespace {

TEST(EchoReference, GivesWhatIsPlayedAtTheHearersRate) {
    EchoReference reference(16'000);
    const std::vector<float> played(480, 0.5F);
    for (int i = 0; i < 20; ++i) {
        reference.play(played, 48'000);
        std::vector<float> block(160);
        reference.read(block);
        EXPECT_NEAR(block[80], i > 10 ? 0.5F : 0.25F, i > 10 ? 0.05F : 0.5F);
    }
}

TEST(EchoReference, IsSilentWhenNothingIsPlayed) {
    EchoReference reference(16'000);
    std::vector<float> block(160, 1.0F);
    reference.read(block);
    EXPECT_EQ(std::ranges::count(block, 0.0F), 160);
}

TEST(EchoReference, AHearerThatWasLateIsNotLateForEver) {
    EchoReference reference(16'000);
    for (int i = 0; i < 40; ++i) {
        reference.play(std::vector<float>(160, static_cast<float>(i)), 16'000);
    }
    std::vector<float> block(160);
    reference.read(block);
    EXPECT_GE(block.front(), 30.0F) << "at most a tenth of a second behind";
}

TEST(EchoReference, IsSharedByTwoThreads) {
    EchoReference reference(16'000);
    std::jthread player([&reference] {
        for (int i = 0; i < 2'000; ++i) reference.play(std::vector<float>(160, 0.25F), 16'000);
    });
    std::vector<float> block(160);
    for (int i = 0; i < 2'000; ++i) {
        reference.read(block);
        EXPECT_TRUE(std::ranges::all_of(block, [](float x) { return x == 0 || x == 0.25F; }));
    }
}

}  // namespace
}  // namespace utter::audio
