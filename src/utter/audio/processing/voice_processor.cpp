#include "utter/audio/processing/voice_processor.hpp"

#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <string>
#include <utility>
#include <vector>

namespace utter::audio {
namespace {

// While we play, what is heard may be what the canceller left of us. It takes 20 dB and more of our
// own sound, and little of a voice in the room.
constexpr double kept_min = 0.063;  // -12 dB
// So long after our last sound its echo may still come, in blocks.
constexpr int echo_blocks = 40;
// So much of our sound it must have heard until it knows the room, in blocks.
constexpr int learning_blocks = 150;
constexpr double smoothing = 0.15;  // over some 60 ms
constexpr double silence = 1e-7;    // mean square

double mean_square(std::span<const float> block) {
    double sum = 0;
    for (const float sample : block) sum += static_cast<double>(sample) * sample;
    return sum / static_cast<double>(block.size());
}

}  // namespace

struct VoiceProcessor::Impl {
    VoiceProcessorSettings settings;
    std::unique_ptr<webrtc::AudioProcessing> processing;
    webrtc::StreamConfig format;
    std::vector<float> copy;
    int echo_left = 0;  // blocks in which our echo may be heard
    int learning_left = learning_blocks;
    double before = 0;  // smoothed mean squares of the recorded sound, and of what was left of it
    double after = 0;

    [[nodiscard]] bool is_only_echo(double recorded, double left) {
        if (echo_left == 0) {
            before = recorded;
            after = left;
            return false;
        }
        --echo_left;
        before += smoothing * (recorded - before);
        after += smoothing * (left - after);
        return learning_left > 0 || after < kept_min * before;
    }
};

Result<std::unique_ptr<VoiceProcessor>> VoiceProcessor::create(VoiceProcessorSettings settings) {
    constexpr std::array<std::uint32_t, 4> rates{8'000, 16'000, 32'000, 48'000};
    if (std::ranges::find(rates, settings.sample_rate_hz) == rates.end()) {
        return fail(ErrorCode::invalid_argument,
                    "clean sound needs 8000, 16000, 32000 or 48000 Hz, not " +
                        std::to_string(settings.sample_rate_hz));
    }
    webrtc::Config config;
    // Our echo comes through a sound server, whose delay is long and not known well.
    config.Set<webrtc::ExtendedFilter>(new webrtc::ExtendedFilter(true));  // owned by config
    config.Set<webrtc::DelayAgnostic>(new webrtc::DelayAgnostic(true));
    auto impl = std::make_unique<Impl>();
    impl->settings = settings;
    impl->processing.reset(webrtc::AudioProcessing::Create(config));
    if (!impl->processing) return fail(ErrorCode::internal, "WebRTC gives no audio processing");
    impl->format = webrtc::StreamConfig(static_cast<int>(settings.sample_rate_hz), 1, false);
    impl->copy.resize(settings.sample_rate_hz / 100);
    auto& processing = *impl->processing;
    processing.high_pass_filter()->Enable(settings.noise);
    processing.echo_cancellation()->Enable(settings.echo);
    // More of it takes no more echo out, but much of a voice that speaks at the same time.
    processing.echo_cancellation()->set_suppression_level(
        webrtc::EchoCancellation::kLowSuppression);
    processing.noise_suppression()->Enable(settings.noise);
    processing.noise_suppression()->set_level(webrtc::NoiseSuppression::kModerate);
    processing.gain_control()->Enable(settings.gain);
    processing.gain_control()->set_mode(webrtc::GainControl::kAdaptiveDigital);
    processing.voice_detection()->Enable(true);
    processing.voice_detection()->set_likelihood(webrtc::VoiceDetection::kLowLikelihood);
    return std::unique_ptr<VoiceProcessor>(new VoiceProcessor(std::move(impl)));
}

VoiceProcessor::VoiceProcessor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VoiceProcessor::~VoiceProcessor() = default;

std::uint32_t VoiceProcessor::sample_rate_hz() const {
    return impl_->settings.sample_rate_hz;
}

void VoiceProcessor::played(std::span<const float> block) {
    assert(block.size() == impl_->copy.size());
    if (!impl_->settings.echo) return;
    if (mean_square(block) > silence) {
        impl_->echo_left = echo_blocks;
        if (impl_->learning_left > 0) --impl_->learning_left;
    }
    std::ranges::copy(block, impl_->copy.begin());
    float* const channel = impl_->copy.data();
    impl_->processing->ProcessReverseStream(&channel, impl_->format, impl_->format, &channel);
}

bool VoiceProcessor::clean(std::span<float> block, std::chrono::milliseconds delay) {
    assert(block.size() == impl_->copy.size());
    const double recorded = mean_square(block);
    float* const channel = block.data();
    impl_->processing->set_stream_delay_ms(static_cast<int>(delay.count()));
    impl_->processing->ProcessStream(&channel, impl_->format, impl_->format, &channel);
    const bool only_echo = impl_->is_only_echo(recorded, mean_square(block));
    return impl_->processing->voice_detection()->stream_has_voice() && !only_echo;
}

bool VoiceProcessor::hears_voice(std::span<const float> block) {
    std::vector<float> copy(block.begin(), block.end());
    return clean(copy, std::chrono::milliseconds(0));
}

}  // namespace utter::audio
