#pragma once

#include <memory>
#include <vector>

#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

/// TtsEngine that lets the first of several engines speak that can: one may have the better voice
/// for some languages, the next a voice for all.
///
/// An engine that does not know the request's voice (ErrorCode::not_found) or has none for its
/// language (unsupported) hands over to the next. In the second case the voice, if one was named,
/// was its own, so the next chooses by language. When nobody can, the last engine's error is
/// returned, for an unknown voice together with those before it. Thread-safe.
class TtsChain final : public TtsEngine {
  public:
    /// @param engines in the order they are asked, at least one; those that check a named voice
    ///        before the language, unless they are the last
    explicit TtsChain(std::vector<std::unique_ptr<TtsEngine>> engines);

    [[nodiscard]] std::string_view name() const override { return "auto"; }
    [[nodiscard]] Result<audio::AudioBuffer> synthesize(const SynthesisRequest& request) override;

  private:
    std::vector<std::unique_ptr<TtsEngine>> engines_;
};

}  // namespace utter::speech
