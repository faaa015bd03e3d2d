#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"

namespace utter::speech {

/// What to say and how.
struct SynthesisRequest {
    std::string text;   ///< plain UTF-8 text; markup is read out, not interpreted
    std::string lang;   ///< BCP-47; the engine takes its nearest voice of that language
    std::string voice;  ///< engine's own voice name; empty: the engine's default for `lang`
    double rate = 1.0;  ///< speed relative to the voice's normal one, 0.5 .. 3.0
};

/// What every engine asks of a request. @return invalid_argument for a rate out of range, limit for
/// a longer text.
[[nodiscard]] Result<void> check_limits(const SynthesisRequest& request,
                                        std::size_t text_bytes_max);

/// Takes a sound piece by piece as it is made; of one sound all have the same sample rate. It must
/// not block: an engine may hold its library's lock meanwhile. @return whether to go on
using SoundSink = std::function<bool(audio::AudioBuffer piece)>;

/// All that `speak` gives to its sink, in one.
[[nodiscard]] Result<audio::AudioBuffer> whole_sound(
    const std::function<Result<void>(const SoundSink&)>& speak);

/// Port: text to speech. Calls block and burn CPU, so make them on a worker pool; may be called
/// from several threads (an engine that cannot run twice at once serialises inside).
class TtsEngine {
  public:
    TtsEngine() = default;
    virtual ~TtsEngine() = default;
    TtsEngine(const TtsEngine&) = delete;
    TtsEngine& operator=(const TtsEngine&) = delete;
    TtsEngine(TtsEngine&&) = delete;
    TtsEngine& operator=(TtsEngine&&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Whether a text in `lang` could be spoken now. An engine that finds out by speaking a short
    /// one need not say how. @return what synthesize() would fail with, and what to do about it.
    [[nodiscard]] virtual Result<void> check(std::string_view lang) {
        const auto sound = synthesize({.text = "1", .lang = std::string(lang), .voice = {}});
        if (!sound) return std::unexpected(sound.error());
        return {};
    }

    /// Speaks one text, piece by piece as soon as each is made; at least one, with samples. Ends
    /// early, and well, when `sink` wants no more. @return invalid_argument for an empty text or a
    /// rate out of range; not_found for an unknown voice (naming near ones); unsupported for a
    /// language without voice; limit for a text too long; unavailable or timeout when the engine
    /// cannot speak now. Of these, limit, unavailable, timeout and internal also come after pieces.
    [[nodiscard]] virtual Result<void> stream(const SynthesisRequest& request,
                                              const SoundSink& sink) = 0;

    /// Speaks one text and returns it when all of it is made. @return what stream() fails with
    [[nodiscard]] virtual Result<audio::AudioBuffer> synthesize(const SynthesisRequest& request) {
        return whole_sound([&](const SoundSink& sink) { return stream(request, sink); });
    }
};

}  // namespace utter::speech
