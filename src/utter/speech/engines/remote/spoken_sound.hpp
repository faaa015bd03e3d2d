#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/speech/engines/remote/pcm.hpp"
#include "utter/speech/tts_engine.hpp"

namespace utter::speech::remote {

/// The longest text that is sent to a service to be spoken.
inline constexpr std::size_t text_bytes_max = 100'000;

/// Hands on the sound of one text as it arrives from a service.
class SpokenSound {
  public:
    /// @param sink outlives it
    explicit SpokenSound(const SoundSink& sink) : sink_(sink) {}

    /// @return malformed for broken frames or another format than before; limit beyond ten minutes
    [[nodiscard]] Result<void> add(std::string_view bytes, const PcmFormat& format);

    /// Whether the sink wants no more.
    [[nodiscard]] bool refused() const { return refused_; }

    /// All has arrived. Punctuation alone makes no sound; players and files want a little silence.
    /// @param text what was to be spoken. @return unavailable when a text with a sound made none
    [[nodiscard]] Result<void> finish(const std::string& text);

  private:
    const SoundSink& sink_;
    std::optional<PcmFormat> format_;
    std::size_t samples_ = 0;
    bool refused_ = false;
};

}  // namespace utter::speech::remote
