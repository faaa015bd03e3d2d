#pragma once

#include "utter/audio/audio_buffer.hpp"

namespace utter::speech::espeak {

/// Makes what is above audio::tilt_corner_hz louder by `gain_db` (a shelf, half of it reached at
/// the corner) and leaves the whole as loud as it was. Pure; any thread.
void shelve_treble(audio::AudioBuffer& sound, double gain_db);

}  // namespace utter::speech::espeak
