#pragma once

#include <string>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::speaker {

/// The sound that `ovos.audio.queue` and `ovos.audio.play_sound` carry or name. Blocks; any thread.
///
/// Exactly one of `audio` (base64) and `uri` (`file:` or an absolute path). What the bytes are is
/// seen from themselves: WAV, FLAC, Ogg, MP3; `mime` and `sample_rate` count for a stream without a
/// header alone, which is 16-bit mono: `audio/L16` in network byte order, `audio/pcm` and
/// `audio/raw` little-endian.
/// @return what is wrong, for the log. Spec: OVOS-AUDIO-1 section 4.
[[nodiscard]] Result<audio::AudioBuffer> decode_sound_payload(const json::object& data);

}  // namespace utter::speaker
