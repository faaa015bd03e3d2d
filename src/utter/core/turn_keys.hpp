#pragma once

#include <string_view>

/// Keys of a message's context by which a part tells when something in a turn happened that no
/// message of the specifications marks. Values are seconds since the epoch.
namespace utter::turn {

/// On `ovos.utterance.handle`: when the recording it was heard in was over.
inline constexpr std::string_view speech_end_at = "speech_end_at";
/// On `ovos.utterance.speak`: when the model's first text came.
inline constexpr std::string_view first_token_at = "first_token_at";
/// On `ovos.audio.output.started` and `utter.platform.session.playback_started`: when the engine
/// had made its first sound.
inline constexpr std::string_view first_audio_at = "first_audio_at";

}  // namespace utter::turn
