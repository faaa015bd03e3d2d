#include "utter/speech/engines/remote/spoken_sound.hpp"

#include <chrono>
#include <utility>
#include <vector>

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
    samples_ += bytes.size() / format.frame_bytes();
    if (samples_ > samples_max) {
        return fail(ErrorCode::limit, "the sound is longer than 10 minutes");
    }
    audio::AudioBuffer piece{{}, format.rate_hz};
    if (auto read = append_pcm(bytes, format, piece.samples); !read) return read;
    if (!piece.samples.empty() && !refused_) refused_ = !sink_(std::move(piece));
    return {};
}

Result<void> SpokenSound::finish(const std::string& text) {
    constexpr std::uint32_t silence_rate_hz = 16'000;
    if (samples_ > 0) return {};
    if (is_pronounceable(text)) return fail(ErrorCode::unavailable, "sent no sound");
    const auto rate_hz = format_ ? format_->rate_hz : silence_rate_hz;
    refused_ = !sink_({std::vector<float>(rate_hz / 20), rate_hz});
    return {};
}

}  // namespace utter::speech::remote
