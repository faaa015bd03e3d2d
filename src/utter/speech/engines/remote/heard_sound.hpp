#pragma once

#include <optional>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"

namespace utter::speech::remote {

inline constexpr std::uint32_t sent_rate_hz = 16'000;

/// What of a sound is sent to a service to be written down: all of it at sent_rate_hz, or nothing
/// when it is silent or shorter than any word, of which many models make words.
/// @return malformed for a sound without samples; limit for one longer than two minutes
[[nodiscard]] Result<std::optional<audio::AudioBuffer>> sound_to_send(
    const audio::AudioBuffer& speech);

}  // namespace utter::speech::remote
