#pragma once

#include <memory>
#include <string>

#include "environment.hpp"
#include "utter/audio/audio_capture.hpp"
#include "utter/audio/audio_playback.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

/// The one place that knows which sound devices there are.
namespace utter::app {

/// The loudspeaker that `audio.output` names. Looks whether a sound server answers before it loads
/// its library, so that a machine without one pays nothing. On the main thread.
/// @return unavailable when there is none now, or when it is off; unsupported when the device is
/// not part of this installation; invalid_argument when it lacks a setting.
[[nodiscard]] Result<std::unique_ptr<audio::AudioPlayback>> make_loudspeaker(
    const Program& program);

/// What make_loudspeaker() would use, for people. @return as there; nothing is opened.
[[nodiscard]] Result<std::string> describe_loudspeaker(const Program& program);

/// The microphone that `audio.input` names; otherwise as make_loudspeaker().
[[nodiscard]] Result<std::unique_ptr<audio::AudioCapture>> make_microphone(const Program& program);

/// What the sound server's loudspeaker plays, ours or the default one, recorded at 16 kHz. @return
/// unavailable where answers go or the microphone is elsewhere, or no server runs
[[nodiscard]] Result<std::unique_ptr<audio::AudioCapture>> make_sink_monitor(
    const Program& program);

/// As describe_loudspeaker().
[[nodiscard]] Result<std::string> describe_microphone(const Program& program);

/// What there is to hear with and to speak with: what the sound server has, and what the settings
/// choose elsewhere. Members `kind` ("microphone" or "loudspeaker"), `name`, `description`,
/// `default` (the sound server's) and `chosen` (by the settings). Blocks, any thread.
/// @return unavailable when no sound server answers
[[nodiscard]] Result<json::array> list_sound_devices(const Program& program);

}  // namespace utter::app
