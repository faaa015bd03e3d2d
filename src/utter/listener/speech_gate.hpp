#pragma once

#include "utter/audio/audio_buffer.hpp"

namespace utter::listener {

/// Whether somebody may have spoken in a capture: somewhere in it a pitch goes on for a while and
/// moves as voices do. Noise has no pitch, and a tone, a hum or a knock has one that stands still.
/// Voice activity alone takes steady noise for a voice, and an engine then makes words of it. A
/// whisper has no pitch either, and is taken for noise. Blocks; any thread but an audio thread.
[[nodiscard]] bool sounds_like_speech(const audio::AudioBuffer& sound);

}  // namespace utter::listener
