#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

Result<void> check_limits(const SynthesisRequest& request, std::size_t text_bytes_max) {
    if (!(request.rate >= 0.5 && request.rate <= 3.0)) {
        return fail(ErrorCode::invalid_argument, "the speaking rate must be 0.5 to 3.0");
    }
    if (request.text.size() > text_bytes_max) {
        return fail(
            ErrorCode::limit,
            "the text to speak is longer than " + std::to_string(text_bytes_max) + " bytes");
    }
    return {};
}

Result<audio::AudioBuffer> whole_sound(const std::function<Result<void>(const SoundSink&)>& speak) {
    audio::AudioBuffer whole;
    const auto spoken = speak([&whole](const audio::AudioBuffer& piece) {
        whole.sample_rate_hz = piece.sample_rate_hz;
        whole.samples.insert(whole.samples.end(), piece.samples.begin(), piece.samples.end());
        return true;
    });
    if (!spoken) return std::unexpected(spoken.error());
    return whole;
}

}  // namespace utter::speech
