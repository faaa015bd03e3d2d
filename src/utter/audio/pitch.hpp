#pragma once

#include <chrono>
#include <vector>

#include "utter/audio/audio_buffer.hpp"

namespace utter::audio {

/// Between two values of track_pitch().
inline constexpr std::chrono::milliseconds pitch_step{20};

/// The pitch of a voice over time, in Hz between 70 and 400, a value each pitch_step; 0 where
/// nothing repeats itself, or it is too soft. Blocks, for some thousandth of the sound's length.
[[nodiscard]] std::vector<double> track_pitch(const AudioBuffer& sound);

}  // namespace utter::audio
