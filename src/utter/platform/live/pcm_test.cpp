#include "utter/platform/live/pcm.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace utter::platform {
namespace {

using testing::ElementsAre;

TEST(Pcm, TakesBothFormats) {
    const std::vector<float> sound{0.0F, 1.0F, -1.0F, 0.5F};
    for (const auto format : {SampleFormat::f32le, SampleFormat::s16le}) {
        std::vector<std::int16_t> taken;
        ASSERT_TRUE(append_samples(frame_of(sound, format), format, taken));
        EXPECT_THAT(taken, ElementsAre(0, 32767, -32767, 16384));
        EXPECT_EQ(sample_format_from(to_string(format)), format);
    }
}

TEST(Pcm, MakesSilenceOfWhatIsNoNumberAndClips) {
    const std::vector<float> sound{
        std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -7.0F};
    std::vector<std::int16_t> taken;
    ASSERT_TRUE(append_samples(frame_of(sound, SampleFormat::f32le), SampleFormat::f32le, taken));
    EXPECT_THAT(taken, ElementsAre(0, 32767, -32767));
}

TEST(Pcm, RefusesHalfASampleAndTakesNothingOfIt) {
    std::vector<std::int16_t> taken;
    EXPECT_FALSE(append_samples("abcde", SampleFormat::f32le, taken));
    EXPECT_FALSE(append_samples("abc", SampleFormat::s16le, taken));
    EXPECT_TRUE(append_samples("", SampleFormat::s16le, taken));
    EXPECT_TRUE(taken.empty());
}

}  // namespace
}  // namespace utter::platform
