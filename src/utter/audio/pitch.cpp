#include "utter/audio/pitch.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "utter/audio/resampler.hpp"

namespace utter::audio {
namespace {

constexpr std::uint32_t rate_hz = 8'000;  // pitch needs no more
constexpr std::size_t lag_min = rate_hz / 400;
constexpr std::size_t lag_max = rate_hz / 70;
constexpr std::size_t window = 2 * lag_max;
constexpr std::size_t step = rate_hz * pitch_step.count() / 1'000;
constexpr double voiced_min = 0.6;
constexpr double loud_min = 1e-5;

// @param sound window + lag_max samples. @return 0 for none
double pitch_of(std::span<const float> sound) {
    const auto product = [&](std::size_t lag_a, std::size_t lag_b) {
        double sum = 0;
        for (std::size_t i = 0; i < window; ++i) {
            sum += static_cast<double>(sound[i + lag_a]) * sound[i + lag_b];
        }
        return sum;
    };
    const double energy = product(0, 0);
    if (!(energy >= loud_min * static_cast<double>(window))) return 0;
    std::vector<double> similarity(lag_max + 1);
    for (std::size_t lag = lag_min; lag <= lag_max; ++lag) {
        similarity[lag] = product(0, lag) / std::sqrt(energy * product(lag, lag) + 1e-12);
    }
    const double best = *std::ranges::max_element(similarity);
    if (!(best >= voiced_min)) return 0;
    // Multiples of the period are as similar as the period itself; the first is meant.
    constexpr double nearly = 0.9;
    std::size_t lag = lag_min;
    while (similarity[lag] < nearly * best) ++lag;
    while (lag < lag_max && similarity[lag + 1] > similarity[lag]) ++lag;
    double period = static_cast<double>(lag);
    if (lag > lag_min && lag < lag_max) {
        // Between the samples, where a parabola through the three nearest has its top.
        const double before = similarity[lag - 1];
        const double after = similarity[lag + 1];
        const double bend = before - 2 * similarity[lag] + after;
        if (bend < 0) period += 0.5 * (before - after) / bend;
    }
    return rate_hz / period;
}

}  // namespace

std::vector<double> track_pitch(const AudioBuffer& sound) {
    std::vector<double> pitches_hz;
    const auto slow = resample(sound, rate_hz);
    if (!slow) return pitches_hz;
    for (std::size_t at = 0; at + window + lag_max <= slow->samples.size(); at += step) {
        pitches_hz.push_back(pitch_of(std::span(slow->samples).subspan(at, window + lag_max)));
    }
    return pitches_hz;
}

}  // namespace utter::audio
