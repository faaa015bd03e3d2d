#pragma once

#include "utter/speech/engines/wyoming/service.hpp"
#include "utter/speech/stt_engine.hpp"

namespace utter::speech {

/// SttEngine over a Wyoming service (faster-whisper, whisper.cpp, Vosk ...), one connection for
/// each transcription: `transcribe`, the sound as 16 kHz mono, then its `transcript`.
///
/// The service is told the language as it writes it itself: "en" where it has no "en-US". Grammars
/// and phrases mean nothing to it. What it writes down loses capitals and punctuation; its
/// confidence is always 0.5, as the protocol has none. Silence, and what is shorter than any word,
/// is answered with an empty text without asking, because many models make words of it.
///
/// A service that is away, reports an error, stalls beyond the time-outs, closes early or does not
/// speak the protocol is unavailable or a timeout; the error names `stt.wyoming.url`.
class WyomingStt final : public SttEngine {
  public:
    explicit WyomingStt(WyomingSettings settings);

    [[nodiscard]] std::string_view name() const override { return "wyoming"; }
    [[nodiscard]] Result<void> check(std::string_view lang) const override;
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& grammar) override;
    void set_phrases(const SpeechGrammar& phrases) override;
    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                std::string_view lang) override;

  private:
    [[nodiscard]] Result<std::string> language_for(std::string_view lang) const;
    [[nodiscard]] Result<Transcript> ask(const audio::AudioBuffer& sound,
                                         const std::string& language) const;

    wyoming::Service service_;
};

}  // namespace utter::speech
