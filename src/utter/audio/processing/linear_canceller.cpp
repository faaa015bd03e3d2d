#include "utter/audio/processing/linear_canceller.hpp"

#include <speex/speex_echo.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "utter/audio/processing/echo_delay.hpp"

namespace utter::audio {
namespace {

constexpr float full_scale = 32'767;
// What is played is held back until so shortly before its echo: the filter looks back, and never
// ahead.
constexpr std::size_t ahead_ms = 20;
// What is left of us is covered with a hiss as soft as a microphone's own. Without one, where the
// microphone has none, a spotter takes what is left for the voice it should get used to.
constexpr float hiss = 0.001F;  // root mean square

// White, and the same each time.
class Hiss {
  public:
    float next() {
        state_ = state_ * 1'664'525U + 1'013'904'223U;
        // Even between -1 and 1, whose root mean square is that of a third.
        return hiss * std::numbers::sqrt3_v<float> *
               (static_cast<float>(state_ >> 8) * 0x1p-23F - 1.0F);
    }

  private:
    std::uint32_t state_ = 1;
};

void to_pcm(std::span<const float> from, std::vector<spx_int16_t>& to) {
    std::ranges::transform(from, to.begin(), [](float x) {
        return static_cast<spx_int16_t>(std::lround(std::clamp(x, -1.0F, 1.0F) * full_scale));
    });
}

}  // namespace

struct LinearCanceller::Impl {
    struct Free {
        void operator()(SpeexEchoState* state) const { speex_echo_state_destroy(state); }
    };
    std::unique_ptr<SpeexEchoState, Free> state;
    EchoDelay delay;
    std::size_t ahead_samples;
    std::vector<float> past;  // what was played, as far back as a delay may be, oldest first
    std::vector<spx_int16_t> heard;
    std::vector<spx_int16_t> played;
    std::vector<spx_int16_t> left;
    Hiss hiss;
};

LinearCanceller::LinearCanceller(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LinearCanceller::~LinearCanceller() = default;

Result<std::unique_ptr<LinearCanceller>> LinearCanceller::create(std::uint32_t sample_rate_hz) {
    if (sample_rate_hz < 8'000 || sample_rate_hz > 48'000 || sample_rate_hz % 100 != 0) {
        return fail(ErrorCode::invalid_argument,
                    "echo is taken out at 8000 to 48000 Hz, not " + std::to_string(sample_rate_hz));
    }
    auto impl = std::make_unique<Impl>(Impl{.state = nullptr,
                                            .delay = EchoDelay(sample_rate_hz),
                                            .ahead_samples = sample_rate_hz * ahead_ms / 1000,
                                            .past = {},
                                            .heard = {},
                                            .played = {},
                                            .left = {},
                                            .hiss = {}});
    const std::size_t block = sample_rate_hz / 100;
    // A sound server's delay and the room's reverberation.
    const auto tail = static_cast<int>(sample_rate_hz / 4);
    impl->state.reset(speex_echo_state_init(static_cast<int>(block), tail));
    if (!impl->state) return fail(ErrorCode::internal, "Speex gives no echo canceller");
    auto rate = static_cast<spx_int32_t>(sample_rate_hz);
    speex_echo_ctl(impl->state.get(), SPEEX_ECHO_SET_SAMPLING_RATE, &rate);
    impl->past.resize(sample_rate_hz * EchoDelay::delay_max_ms / 1000 + block);
    for (auto* samples : {&impl->heard, &impl->played, &impl->left}) samples->resize(block);
    return std::unique_ptr<LinearCanceller>(new LinearCanceller(std::move(impl)));
}

void LinearCanceller::process(std::span<const float> heard,
                              std::span<const float> played,
                              std::span<float> left) {
    assert(heard.size() == impl_->heard.size() && played.size() == heard.size() &&
           left.size() == heard.size());
    to_pcm(heard, impl_->heard);
    const bool known = impl_->delay.samples().has_value();
    impl_->delay.feed(heard, played);
    // What it has learnt at another place is in its way: it learns fast only at first. Later, the
    // delay is put right so that what it has learnt stays right.
    if (!known && impl_->delay.samples()) speex_echo_state_reset(impl_->state.get());
    auto& past = impl_->past;
    std::shift_left(past.begin(), past.end(), static_cast<std::ptrdiff_t>(played.size()));
    std::ranges::copy(played, past.end() - static_cast<std::ptrdiff_t>(played.size()));
    const auto delay = impl_->delay.samples().value_or(0);
    const auto back = delay - std::min(delay, impl_->ahead_samples);
    to_pcm(std::span(past).subspan(past.size() - played.size() - back, played.size()),
           impl_->played);
    speex_echo_cancellation(
        impl_->state.get(), impl_->heard.data(), impl_->played.data(), impl_->left.data());
    std::ranges::transform(impl_->left, left.begin(), [this](spx_int16_t x) {
        return static_cast<float>(x) / full_scale + impl_->hiss.next();
    });
}

}  // namespace utter::audio
