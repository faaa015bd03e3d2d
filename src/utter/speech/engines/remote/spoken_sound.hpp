#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/engines/remote/pcm.hpp"

namespace utter::speech::remote {

/// The longest text that is sent to a service to be spoken.
inline constexpr std::size_t text_bytes_max = 100'000;

/// The sound of one text as it arrives from a service.
class SpokenSound {
  public:
    /// @return malformed for broken frames or another format than before; limit beyond ten minutes
    [[nodiscard]] Result<void> add(std::string_view bytes, const PcmFormat& format);

    /// The sound. Punctuation alone makes none; players and files want a little silence.
    /// @param text what was to be spoken. @return unavailable when a text with a sound made none
    [[nodiscard]] Result<audio::AudioBuffer> finish(const std::string& text) &&;

  private:
    std::optional<PcmFormat> format_;
    std::vector<float> samples_;
};

}  // namespace utter::speech::remote
