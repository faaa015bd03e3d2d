#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

/// How the Flite engine speaks.
struct FliteSettings {
    /// Voice for requests that name none, one of FliteTts::voices().
    std::string voice = "rms";
    std::size_t text_bytes_max = 100'000;  ///< longer requests are refused
};

/// TtsEngine over Flite, for English (8 or 16 kHz by voice, nothing to download).
///
/// Text is plain; what is not ASCII is written in the nearest Latin letters first. A text that
/// would take more than ten minutes to say is refused with ErrorCode::limit once that much has been
/// made, which bounds time and memory.
///
/// Flite's voices are process-wide objects that a request changes, so all engines of a process take
/// turns behind one lock. Constructing costs nothing; a voice's library is loaded by the first
/// request for it and stays. An unknown voice is reported before an unsupported language.
class FliteTts final : public TtsEngine {
  public:
    explicit FliteTts(FliteSettings settings = {});

    /// The voices by name, sorted; whether their libraries are installed is seen on use.
    [[nodiscard]] static const std::vector<std::string>& voices();

    [[nodiscard]] std::string_view name() const override { return "flite"; }
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override;

  private:
    FliteSettings settings_;
};

}  // namespace utter::speech
