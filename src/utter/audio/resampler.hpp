#pragma once

#include <cstdint>
#include <initializer_list>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"

namespace utter::audio {

/// @return invalid_argument, naming it, for a sample rate outside 8000 to 192000 Hz.
[[nodiscard]] Result<void> check_sample_rates(std::initializer_list<std::uint32_t> rates);

/// Converts a whole sound to another sample rate, in high quality (aliases below -140 dB). The
/// duration stays the same; an equal rate returns a copy. Blocks; safe from any thread but an audio
/// thread. @param hz 8000 .. 192000
/// @return invalid_argument for a rate out of range, the sound's own included.
[[nodiscard]] Result<AudioBuffer> resample(const AudioBuffer& sound, std::uint32_t hz);

}  // namespace utter::audio
