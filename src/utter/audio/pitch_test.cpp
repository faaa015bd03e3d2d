#include "utter/audio/pitch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace utter::audio {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::IsEmpty;

AudioBuffer buzz(double hz, double seconds, std::uint32_t rate) {
    AudioBuffer sound{{}, rate};
    for (int i = 0; i < static_cast<int>(rate * seconds); ++i) {
        double sample = 0;
        for (int k = 1; k <= 5; ++k) {
            sample += std::sin(2 * std::numbers::pi * k * hz * i / rate) / k;
        }
        sound.samples.push_back(static_cast<float>(0.1 * sample));
    }
    return sound;
}

TEST(Pitch, IsFoundToAPercentAtAnyRate) {
    for (const std::uint32_t rate : {8'000U, 16'000U, 44'100U}) {
        for (const double hz : {80.0, 123.0, 217.0, 350.0}) {
            const auto track = track_pitch(buzz(hz, 0.5, rate));
            EXPECT_GT(track.size(), 15U);
            EXPECT_THAT(track, Each(DoubleNear(hz, hz / 100))) << rate;
        }
    }
}

TEST(Pitch, SilenceAndNoiseHaveNone) {
    EXPECT_THAT(track_pitch({std::vector<float>(8'000), 16'000}), Each(0.0));
    std::minstd_rand random(5);
    AudioBuffer noise{{}, 16'000};
    for (int i = 0; i < 16'000; ++i) {
        noise.samples.push_back(static_cast<float>(random()) / 1e10F - 0.1F);
    }
    EXPECT_THAT(track_pitch(noise), Each(0.0));
    EXPECT_THAT(track_pitch({std::vector<float>(100), 16'000}), IsEmpty());
    EXPECT_THAT(track_pitch({std::vector<float>(100), 0}), IsEmpty());
}

}  // namespace
}  // namespace utter::audio
