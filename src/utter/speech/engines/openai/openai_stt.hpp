#pragma once

#include "utter/speech/engines/openai/service.hpp"
#include "utter/speech/stt_engine.hpp"

namespace utter::speech {

/// SttEngine over `POST /audio/transcriptions` as OpenAI, Speaches, whisper.cpp, LocalAI, vLLM and
/// others have it: the sound as a WAV of 16 kHz mono, then the text of the JSON that comes back.
///
/// The language is told by its ISO 639 code. Grammars and phrases mean nothing to the service. What
/// it writes down loses capitals and punctuation; its confidence is always 0.5, as the protocol has
/// none. Silence, and what is shorter than any word, is answered with an empty text without asking.
///
/// A service that is away, refuses, stalls beyond the time-outs or answers anything else is
/// unavailable or a timeout; the error names `stt.openai.url` and says what the server said.
class OpenaiStt final : public SttEngine {
  public:
    OpenaiStt(OpenaiSettings settings, std::unique_ptr<http::Transport> transport);

    [[nodiscard]] std::string_view name() const override { return "openai"; }
    [[nodiscard]] Result<void> check(std::string_view lang) const override;
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& grammar) override;
    void set_phrases(const SpeechGrammar& phrases) override;
    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                std::string_view lang) override;

  private:
    [[nodiscard]] Result<std::string> ask(const audio::AudioBuffer& sound,
                                          std::string_view lang) const;

    openai::Service service_;
};

}  // namespace utter::speech
