#include "utter/audio/processing/linear_canceller.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace utter::audio {
namespace {

constexpr std::uint32_t rate = 16'000;
constexpr std::size_t block_samples = rate / 100;

std::vector<float> noise(std::size_t samples, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> white(0, 0.1F);
    std::vector<float> out(samples);
    for (float& x : out) x = white(random);
    return out;
}

double power_db(std::span<const float> samples) {
    double sum = 1e-12;
    for (const float x : samples) sum += static_cast<double>(x) * x;
    return 10 * std::log10(sum / static_cast<double>(samples.size()));
}

std::vector<float> cancel(const std::vector<float>& heard, const std::vector<float>& played) {
    const auto canceller = LinearCanceller::create(rate).value();
    std::vector<float> left(heard.size());
    for (std::size_t at = 0; at + block_samples <= heard.size(); at += block_samples) {
        canceller->process(std::span(heard).subspan(at, block_samples),
                           std::span(played).subspan(at, block_samples),
                           std::span(left).subspan(at, block_samples));
    }
    return left;
}

TEST(LinearCanceller, TakesOutWhatWePlayAndLeavesAVoiceOverIt) {
    const auto played = noise(std::size_t{10} * rate, 1);
    const auto voice = noise(played.size(), 2);
    auto heard = std::vector<float>(played.size());
    constexpr std::size_t delay = rate / 10;
    for (std::size_t i = delay; i < heard.size(); ++i) heard[i] = 0.3F * played[i - delay];
    const auto second = std::size_t{rate};
    for (std::size_t i = 7 * second; i < 8 * second; ++i) heard[i] += voice[i];
    const auto left = cancel(heard, played);
    const auto of = [&](const auto& sound, std::size_t from) {
        return power_db(std::span(sound).subspan(from * second, second));
    };
    EXPECT_LT(of(left, 6), of(heard, 6) - 15);
    EXPECT_NEAR(of(left, 7), of(voice, 7), 1.0);
}

TEST(LinearCanceller, LeavesEverythingWhereNothingIsPlayed) {
    const auto voice = noise(std::size_t{3} * rate, 2);
    const auto left = cancel(voice, std::vector<float>(voice.size()));
    EXPECT_NEAR(power_db(left), power_db(voice), 1.0);
}

TEST(LinearCanceller, IsNeverWithoutAHiss) {
    const auto left = cancel(std::vector<float>(rate), std::vector<float>(rate));
    EXPECT_NEAR(power_db(left), -60, 1.0);
}

TEST(LinearCanceller, TakesTheRatesItIsMadeFor) {
    EXPECT_TRUE(LinearCanceller::create(48'000));
    EXPECT_FALSE(LinearCanceller::create(4'000));
    EXPECT_FALSE(LinearCanceller::create(22'051));
}

}  // namespace
}  // namespace utter::audio
