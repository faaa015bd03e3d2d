#pragma once

#include <string>

#include "utter/core/json.hpp"
#include "utter/speech/engines/wyoming/service.hpp"
#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

/// TtsEngine over a Wyoming service (Piper, Kokoro ...), one connection for each text:
/// `synthesize`, then the sound in the service's own format, mixed to mono.
///
/// A voice is one of the service's by name, with "#speaker" after it where it has several. Without
/// one, or for a language that the named voice does not speak, the service's nearest voice of the
/// language is taken, those installed first. The protocol has no speed: SynthesisRequest::rate is
/// checked and then ignored.
///
/// A service that is away, reports an error, stalls beyond the time-outs, closes early, does not
/// speak the protocol or sends more than ten minutes of sound is unavailable or a timeout; the
/// error names `tts.wyoming.url`. What is sent is handed on chunk by chunk. Thread-safe; requests
/// do not wait for each other.
class WyomingTts final : public TtsEngine {
  public:
    explicit WyomingTts(WyomingSettings settings);

    [[nodiscard]] std::string_view name() const override { return "wyoming"; }
    [[nodiscard]] Result<void> check(std::string_view lang) override;
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override;

  private:
    [[nodiscard]] Result<json::object> voice_for(std::string_view name,
                                                 std::string_view lang) const;
    [[nodiscard]] Result<void> ask(const std::string& text,
                                   const json::object& voice,
                                   const SoundSink& sink) const;

    wyoming::Service service_;
};

}  // namespace utter::speech
