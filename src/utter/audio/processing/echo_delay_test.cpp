#include "utter/audio/processing/echo_delay.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace utter::audio {
namespace {

constexpr std::uint32_t rate = 16'000;
constexpr std::size_t block_samples = rate / 100;

// Softer the higher it is, as a voice.
std::vector<float> noise(std::size_t samples, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> white(0, 0.1F);
    std::vector<float> out(samples);
    float last = 0;
    for (float& x : out) x = last = 0.8F * last + white(random);
    return out;
}

class EchoDelayTest : public testing::Test {
  protected:
    // A second of what is played; what is heard of it is 10 dB weaker and `delay` later.
    void play(std::size_t delay, float voice = 0) {
        for (std::size_t end = at_ + rate; at_ < end; at_ += block_samples) {
            std::vector<float> heard(block_samples);
            for (std::size_t i = 0; i < block_samples; ++i) {
                if (at_ + i >= delay) heard[i] = 0.3F * played_[at_ + i - delay];
                heard[i] += voice * voice_[at_ + i];
            }
            delay_.feed(heard, std::span(played_).subspan(at_, block_samples));
        }
    }

    std::vector<float> played_ = noise(std::size_t{10} * rate, 1);
    std::vector<float> voice_ = noise(std::size_t{10} * rate, 2);
    std::size_t at_ = 0;
    EchoDelay delay_{rate};
};

TEST_F(EchoDelayTest, FindsItToASampleAndFollowsIt) {
    EXPECT_FALSE(delay_.samples());
    play(1'234);
    play(1'234);
    EXPECT_EQ(delay_.samples(), 1'234U);
    play(1'000);
    play(1'000);
    EXPECT_EQ(delay_.samples(), 1'000U);
}

TEST_F(EchoDelayTest, FindsItUnderAVoiceThatIsLouder) {
    play(800, 1);
    play(800, 1);
    EXPECT_EQ(delay_.samples(), 800U);
}

TEST_F(EchoDelayTest, BelievesNothingWhereThereIsNoEcho) {
    std::ranges::fill(played_, 0.0F);
    play(0, 1);
    play(0, 1);
    EXPECT_FALSE(delay_.samples());
    played_ = noise(played_.size(), 3);
    for (int second = 0; second < 4; ++second) play(played_.size(), 1);
    EXPECT_FALSE(delay_.samples());
}

}  // namespace
}  // namespace utter::audio
