#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "utter/core/result.hpp"

/// What a platform session is doing, and what may come next. Pure; any thread. Spec: seed "nobody"
/// section 4, "Session State Machine".
namespace utter::platform {

enum class SessionState : std::uint8_t {
    idle,          ///< waits for somebody to speak
    recording,     ///< takes sound
    processing,    ///< recognition, and whoever answers
    synthesizing,  ///< the answer becomes sound
    playing,       ///< the sound goes to the client
};

inline constexpr std::array all_session_states{SessionState::idle,
                                               SessionState::recording,
                                               SessionState::processing,
                                               SessionState::synthesizing,
                                               SessionState::playing};

/// What can happen to a session.
enum class SessionTrigger : std::uint8_t {
    start_recording,  ///< the client's message; while playing it interrupts
    stop_recording,   ///< the client's message, or the end of speech was heard
    start_synthesis,  ///< there are words to say
    start_playback,   ///< the first sound of them is there
    finish_playback,  ///< all sound was played
    finish_silently,  ///< nothing was heard, or there is nothing to say
    cancel,           ///< the client's message, or the client is gone
    fail,             ///< a part gave up
};

inline constexpr std::array all_session_triggers{SessionTrigger::start_recording,
                                                 SessionTrigger::stop_recording,
                                                 SessionTrigger::start_synthesis,
                                                 SessionTrigger::start_playback,
                                                 SessionTrigger::finish_playback,
                                                 SessionTrigger::finish_silently,
                                                 SessionTrigger::cancel,
                                                 SessionTrigger::fail};

/// "idle", "recording" and so on.
[[nodiscard]] std::string_view to_string(SessionState state) noexcept;
/// "start_recording" and so on.
[[nodiscard]] std::string_view to_string(SessionTrigger trigger) noexcept;

/// The state after `trigger`.
///
/// The seed's arrows:
/// - idle > recording by start_recording
/// - recording > processing by stop_recording
/// - processing > synthesizing by start_synthesis
/// - synthesizing > playing by start_playback
/// - playing > idle by finish_playback
/// - playing > recording by start_recording: the interruption
/// - recording > idle by cancel
///
/// Without these of ours a session would hang, or be mute when it should not:
/// - processing, synthesizing and playing > idle by cancel
/// - processing and synthesizing > idle by finish_silently
/// - idle > synthesizing by start_synthesis: a timer or a reminder speaks unasked
/// - every active state > idle by fail
/// - idle stays idle by cancel and fail, which may cross with the end of what they are about
///
/// The seed lets only playing be interrupted. Who wants to speak while the session is processing or
/// synthesizing cancels first: cancel, then start_recording.
/// @return invalid_argument that names both for anything else; the session then stays as it is.
[[nodiscard]] Result<SessionState> next_state(SessionState state, SessionTrigger trigger);

}  // namespace utter::platform
