#include "utter/audio/stream_resampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace utter::audio {
namespace {

std::vector<float> tone(double hz, std::uint32_t rate, double seconds) {
    std::vector<float> made(static_cast<std::size_t>(rate * seconds));
    for (std::size_t i = 0; i < made.size(); ++i) {
        const double turns = hz * static_cast<double>(i) / rate;
        made[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * turns));
    }
    return made;
}

std::vector<float> in_blocks(StreamResampler& resampler,
                             const std::vector<float>& sound,
                             std::size_t block) {
    std::vector<float> made;
    for (std::size_t at = 0; at < sound.size(); at += block) {
        resampler.process(std::span(sound).subspan(at, std::min(block, sound.size() - at)), made);
    }
    return made;
}

TEST(StreamResampler, KeepsATone) {
    for (const std::uint32_t from : {48'000U, 44'100U, 8'000U}) {
        auto resampler = StreamResampler::create(from, 16'000);
        ASSERT_TRUE(resampler);
        const auto made = in_blocks(**resampler, tone(500, from, 2), from / 100);
        EXPECT_NEAR(static_cast<double>(made.size()), 32'000, 1'100) << from;
        int crossings = 0;
        float peak = 0;
        for (std::size_t i = 8'000; i < 24'000; ++i) {
            if (made[i - 1] < 0 && made[i] >= 0) ++crossings;
            peak = std::max(peak, std::abs(made[i]));
        }
        EXPECT_NEAR(crossings, 500, 1) << from;
        EXPECT_NEAR(peak, 0.5, 0.02) << from;
    }
}

TEST(StreamResampler, TakesOutWhatTheLowerRateCannotHold) {
    auto resampler = StreamResampler::create(48'000, 16'000);
    ASSERT_TRUE(resampler);
    const auto made = in_blocks(**resampler, tone(15'000, 48'000, 1), 480);
    float peak = 0;
    for (std::size_t i = 4'000; i < 12'000; ++i) peak = std::max(peak, std::abs(made[i]));
    EXPECT_LT(peak, 0.001);
}

TEST(StreamResampler, HandsOnWhatHasTheRateAlready) {
    auto resampler = StreamResampler::create(16'000, 16'000);
    ASSERT_TRUE(resampler);
    const auto sound = tone(500, 16'000, 0.1);
    EXPECT_EQ(in_blocks(**resampler, sound, 160), sound);
}

TEST(StreamResampler, RefusesRatesOutOfRange) {
    EXPECT_FALSE(StreamResampler::create(1'000, 16'000));
    EXPECT_FALSE(StreamResampler::create(16'000, 1'000'000));
}

TEST(StreamResampler, GivesAllItHeldBackInTheEnd) {
    auto resampler = StreamResampler::create(22'050, 48'000).value();
    auto made = in_blocks(*resampler, tone(500, 22'050, 1), 735);
    EXPECT_LT(made.size(), 48'000U);
    resampler->finish(made);
    EXPECT_NEAR(static_cast<double>(made.size()), 48'000, 2);
}

}  // namespace
}  // namespace utter::audio
