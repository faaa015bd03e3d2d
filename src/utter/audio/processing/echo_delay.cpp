#include "utter/audio/processing/echo_delay.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace utter::audio {
namespace {

constexpr std::size_t window_ms = 500;
constexpr std::size_t look_every_ms = 150;
constexpr std::size_t coarse = 4;        // samples that are one at the first look
constexpr double likeness_min = 0.15;    // 1: nothing but an echo
constexpr double silence = 1e-8;         // mean square of the differences
constexpr std::size_t agreement_ms = 1;  // of two looks; less is the same

void keep_newest(std::vector<float>& sound, std::size_t count) {
    if (sound.size() > count) {
        sound.erase(sound.begin(), sound.end() - static_cast<std::ptrdiff_t>(count));
    }
}

void append_differences(std::span<const float> block, float& last, std::vector<float>& to) {
    for (const float sample : block) {
        to.push_back(sample - last);
        last = sample;
    }
}

std::vector<float> summed(std::span<const float> sound) {
    std::vector<float> sums;
    for (std::size_t i = 0; i + coarse <= sound.size(); i += coarse) {
        sums.push_back(std::reduce(sound.begin() + static_cast<std::ptrdiff_t>(i),
                                   sound.begin() + static_cast<std::ptrdiff_t>(i + coarse)));
    }
    return sums;
}

float product(const float* a, const float* b, std::size_t count) {
    std::array<float, 8> sums{};  // side by side, which a processor does at once
    for (std::size_t i = 0; i + sums.size() <= count; i += sums.size()) {
        for (std::size_t j = 0; j < sums.size(); ++j) sums[j] += a[i + j] * b[i + j];
    }
    return std::reduce(sums.begin(), sums.end());
}

struct Alike {
    double likeness;  // a correlation, 0 .. 1
    std::size_t delay;
};

// Where `heard` is most like what ends as much earlier in `played`.
std::optional<Alike> most_alike(std::span<const float> heard, std::span<const float> played) {
    const auto count = heard.size();
    const double heard_power = product(heard.data(), heard.data(), count);
    Alike best{0, 0};
    for (std::size_t delay = 0; count + delay <= played.size(); ++delay) {
        const auto* const then = played.data() + (played.size() - count - delay);
        const double power = product(then, then, count);
        if (power < silence * static_cast<double>(count)) continue;
        const double both = std::abs(product(heard.data(), then, count));
        const double likeness = both / std::sqrt(heard_power * power + 1e-12);
        if (likeness > best.likeness) best = {likeness, delay};
    }
    if (best.likeness == 0) return std::nullopt;
    return best;
}

bool near(std::size_t a, std::size_t b, std::size_t distance) {
    return a > b ? a - b <= distance : b - a <= distance;
}

}  // namespace

EchoDelay::EchoDelay(std::uint32_t sample_rate_hz) : second_samples_(sample_rate_hz) {}

void EchoDelay::feed(std::span<const float> heard, std::span<const float> played) {
    append_differences(heard, last_heard_, heard_);
    append_differences(played, last_played_, played_);
    since_look_ += heard.size();
    if (since_look_ < look_every_ms * second_samples_ / 1000) return;
    since_look_ = 0;
    const auto window = window_ms * second_samples_ / 1000;
    const auto before = delay_max_ms * second_samples_ / 1000;
    keep_newest(heard_, window);
    keep_newest(played_, window + before);
    if (heard_.size() == window && played_.size() == window + before) look();
}

void EchoDelay::look() {
    const auto roughly = most_alike(summed(heard_), summed(played_));
    if (!roughly) return;
    // Around it, sample by sample.
    const auto slack = played_.size() - heard_.size();
    const auto about = roughly->delay * coarse;
    const auto to = std::min(about + coarse, slack);
    const auto from = about - std::min(about, coarse);
    const auto played = std::span(played_).subspan(slack - to, heard_.size() + to - from);
    const auto found = most_alike(heard_, played);
    if (!found || found->likeness < likeness_min) return;
    const auto delay = found->delay + from;
    const auto distance = agreement_ms * second_samples_ / 1000;
    // One look may be wrong; two that agree are believed. What was right goes on to be.
    if (seen_ && near(*seen_, delay, distance) &&
        !(believed_ && near(*believed_, delay, distance))) {
        believed_ = delay;
    }
    seen_ = delay;
}

}  // namespace utter::audio
