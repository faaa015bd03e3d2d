#include "utter/speech/engines/remote/heard_sound.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "utter/audio/resampler.hpp"

namespace utter::speech::remote {
namespace {

constexpr std::chrono::seconds duration_max{120};
// Shorter than any word.
constexpr std::chrono::milliseconds speech_min{100};
// 60 dB below full scale: quieter than any room.
constexpr float silence_max = 0.001F;

bool is_silent(const audio::AudioBuffer& sound) {
    return std::ranges::none_of(sound.samples,
                                [](float sample) { return std::abs(sample) > silence_max; });
}

}  // namespace

Result<std::optional<audio::AudioBuffer>> sound_to_send(const audio::AudioBuffer& speech) {
    if (speech.samples.empty()) return fail(ErrorCode::malformed, "the sound has no samples");
    if (speech.duration() > duration_max) {
        return fail(ErrorCode::limit, "the sound is longer than two minutes");
    }
    if (speech.duration() < speech_min || is_silent(speech)) return std::nullopt;
    return audio::resample(speech, sent_rate_hz);
}

}  // namespace utter::speech::remote
