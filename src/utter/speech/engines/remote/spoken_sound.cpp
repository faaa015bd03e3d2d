#include "utter/speech/engines/remote/spoken_sound.hpp"

#include <chrono>
#include <utility>

#include "utter/speech/engines/remote/words.hpp"

namespace utter::speech::remote {
namespace {

constexpr std::chrono::minutes spoken_max{10};

}  // namespace

Result<void> SpokenSound::add(std::string_view bytes, const PcmFormat& format) {
    if (!format_) format_ = format;
    if (*format_ != format) {
        return fail(ErrorCode::malformed, "the sound changed its format midway");
    }
    const auto samples_max =
        static_cast<std::size_t>(std::chrono::seconds(spoken_max).count()) * format.rate_hz;
    if (samples_.size() + bytes.size() / format.frame_bytes() > samples_max) {
        return fail(ErrorCode::limit, "the sound is longer than 10 minutes");
    }
    return append_pcm(bytes, format, samples_);
}

Result<audio::AudioBuffer> SpokenSound::finish(const std::string& text) && {
    constexpr std::uint32_t silence_rate_hz = 16'000;
    if (samples_.empty() && is_pronounceable(text)) {
        return fail(ErrorCode::unavailable, "sent no sound");
    }
    audio::AudioBuffer sound{std::move(samples_), silence_rate_hz};
    if (format_) sound.sample_rate_hz = format_->rate_hz;
    if (sound.samples.empty()) sound.samples.resize(sound.sample_rate_hz / 20);
    return sound;
}

}  // namespace utter::speech::remote
