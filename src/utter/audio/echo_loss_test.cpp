#include "utter/audio/echo_loss.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace utter::audio {
namespace {

TEST(EchoLoss, IsWhatIsTakenOutWhileSomethingIsPlayed) {
    const std::vector<float> played(160, 0.5F);
    const std::vector<float> heard(160, 0.1F);
    const std::vector<float> left(160, 0.01F);
    const std::vector<float> silence(160);
    EchoLoss loss;
    EXPECT_EQ(loss.db(), 0);
    loss.add(heard, heard, silence);
    EXPECT_EQ(loss.db(), 0);
    for (int i = 0; i < 3'000; ++i) loss.add(heard, left, played);
    EXPECT_NEAR(loss.db(), 20, 0.1);
    for (int i = 0; i < 30'000; ++i) loss.add(heard, heard, played);
    EXPECT_NEAR(loss.db(), 0, 0.1) << "what was long ago is forgotten";
}

}  // namespace
}  // namespace utter::audio
