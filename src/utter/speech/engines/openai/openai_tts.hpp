#pragma once

#include <cstdint>
#include <string>

#include "utter/speech/engines/openai/service.hpp"
#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

struct OpenaiTtsSettings {
    OpenaiSettings service;
    std::string voice;                   ///< when a request names none
    std::string format = "wav";          ///< what to ask for: "wav" or "pcm"
    std::uint32_t pcm_rate_hz = 24'000;  ///< of "pcm", whose samples are 16-bit mono
};

/// TtsEngine over `POST /audio/speech` as OpenAI, Kokoro-FastAPI, Speaches, LocalAI and others have
/// it. The sound is decoded and handed on as it arrives; one that sends a WAV where samples were
/// asked for is understood all the same.
///
/// The protocol has no language: the voice, or the text, decides it. Which voices there are only
/// the service knows, and one that it blames is not_found.
///
/// A service that is away, refuses, stalls beyond the time-outs, ends in the middle of a sound or
/// sends anything else, or more than ten minutes, is unavailable or a timeout; the error names
/// `tts.openai.url`. Thread-safe; requests do not wait for each
/// other.
class OpenaiTts final : public TtsEngine {
  public:
    OpenaiTts(OpenaiTtsSettings settings, std::unique_ptr<http::Transport> transport);

    [[nodiscard]] std::string_view name() const override { return "openai"; }
    [[nodiscard]] Result<void> check(std::string_view lang) override;
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override;

  private:
    [[nodiscard]] Result<void> ask(const SynthesisRequest& request,
                                   const std::string& text,
                                   const SoundSink& sink) const;
    [[nodiscard]] std::unexpected<Error> refused(const openai::Refusal& refusal,
                                                 const std::string& voice) const;

    OpenaiTtsSettings settings_;
    openai::Service service_;
};

}  // namespace utter::speech
