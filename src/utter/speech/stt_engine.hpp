#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/speech_grammar.hpp"

namespace utter::speech {

/// What an engine heard.
struct Transcript {
    std::string text;       ///< lowercase words, single spaces; empty when nothing usable was heard
    std::string lang;       ///< BCP-47 tag of the decoder that ran
    std::string source;     ///< the model that ran last, "grammar" or "open"; empty when none did
    double confidence = 0;  ///< 0 .. 1; comparable only within one engine and source
};

/// Port: speech to text. Calls block and burn CPU, so make them on a worker pool; one call at a
/// time per engine object. Models are loaded on first use, not by construction.
class SttEngine {
  public:
    SttEngine() = default;
    virtual ~SttEngine() = default;
    SttEngine(const SttEngine&) = delete;
    SttEngine& operator=(const SttEngine&) = delete;
    SttEngine(SttEngine&&) = delete;
    SttEngine& operator=(SttEngine&&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Whether a transcription in `lang` could work now; looks for models without loading them.
    /// @return what transcribe() would fail with, and what to do about it.
    [[nodiscard]] virtual Result<void> check(std::string_view lang) const = 0;

    /// Replaces the grammar used from the next transcription on. An engine without grammars
    /// ignores it. @return malformed, naming the sentence, when it cannot be compiled.
    [[nodiscard]] virtual Result<void> set_grammar(const SpeechGrammar& grammar) = 0;

    /// Replaces what is likely to be said, which helps an engine wherever it is not bound to the
    /// grammar; anything else can still be heard. An engine that cannot be helped ignores it.
    virtual void set_phrases(const SpeechGrammar& phrases) = 0;

    /// Transcribes one whole utterance of any sample rate.
    /// @return a Transcript with empty text when nothing usable was said (silence, refusal);
    ///         malformed for a buffer without samples or phrases that cannot be used; unavailable
    ///         when a model is missing, with what to install; unsupported for a language the engine
    ///         has no model for.
    [[nodiscard]] virtual Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                        std::string_view lang) = 0;
};

}  // namespace utter::speech
