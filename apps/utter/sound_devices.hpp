#pragma once

#include <memory>
#include <string>

#include "environment.hpp"
#include "utter/audio/audio_capture.hpp"
#include "utter/audio/audio_playback.hpp"
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

/// As describe_loudspeaker().
[[nodiscard]] Result<std::string> describe_microphone(const Program& program);

}  // namespace utter::app
