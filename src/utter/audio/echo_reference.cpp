#include "utter/audio/echo_reference.hpp"

#include <algorithm>
#include <utility>

namespace utter::audio {

void EchoReference::play(std::span<const float> block, std::uint32_t sample_rate_hz) {
    if (sample_rate_hz != from_hz_) {
        from_hz_ = sample_rate_hz;
        auto made = StreamResampler::create(sample_rate_hz, sample_rate_hz_);
        resampler_ = made ? std::move(*made) : nullptr;
    }
    if (!resampler_) return;
    resampled_.clear();
    resampler_->process(block, resampled_);
    ring_.write(resampled_);
}

void EchoReference::read(std::span<float> block) {
    // A hearer that was late, or whose microphone has lost something, would stay behind for as long
    // as sound is played. What is played is told 60 ms before it is heard.
    const std::size_t behind_max = sample_rate_hz_ * 7 / 100;
    if (const auto waiting = ring_.readable(); waiting > behind_max) {
        ring_.skip_to(ring_.consumed() + (waiting - behind_max));
    }
    const auto count = ring_.read(block);
    std::fill(block.begin() + static_cast<std::ptrdiff_t>(count), block.end(), 0.0F);
}

}  // namespace utter::audio
