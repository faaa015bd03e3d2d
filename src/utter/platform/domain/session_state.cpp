#include "utter/platform/domain/session_state.hpp"

#include <algorithm>
#include <string>

namespace utter::platform {
namespace {

struct Arrow {
    SessionState from;
    SessionTrigger trigger;
    SessionState to;
};

constexpr std::array arrows{
    Arrow{SessionState::idle, SessionTrigger::start_recording, SessionState::recording},
    Arrow{SessionState::recording, SessionTrigger::stop_recording, SessionState::processing},
    Arrow{SessionState::processing, SessionTrigger::start_synthesis, SessionState::synthesizing},
    Arrow{SessionState::synthesizing, SessionTrigger::start_playback, SessionState::playing},
    Arrow{SessionState::playing, SessionTrigger::finish_playback, SessionState::idle},
    Arrow{SessionState::playing, SessionTrigger::start_recording, SessionState::recording},
    Arrow{SessionState::idle, SessionTrigger::start_synthesis, SessionState::synthesizing},
    Arrow{SessionState::processing, SessionTrigger::finish_silently, SessionState::idle},
    Arrow{SessionState::synthesizing, SessionTrigger::finish_silently, SessionState::idle},
};

}  // namespace

std::string_view to_string(SessionState state) noexcept {
    switch (state) {
        case SessionState::idle:
            return "idle";
        case SessionState::recording:
            return "recording";
        case SessionState::processing:
            return "processing";
        case SessionState::synthesizing:
            return "synthesizing";
        case SessionState::playing:
            return "playing";
    }
    return "idle";
}

std::string_view to_string(SessionTrigger trigger) noexcept {
    switch (trigger) {
        case SessionTrigger::start_recording:
            return "start_recording";
        case SessionTrigger::stop_recording:
            return "stop_recording";
        case SessionTrigger::start_synthesis:
            return "start_synthesis";
        case SessionTrigger::start_playback:
            return "start_playback";
        case SessionTrigger::finish_playback:
            return "finish_playback";
        case SessionTrigger::finish_silently:
            return "finish_silently";
        case SessionTrigger::cancel:
            return "cancel";
        case SessionTrigger::fail:
            return "fail";
    }
    return "fail";
}

Result<SessionState> next_state(SessionState state, SessionTrigger trigger) {
    if (trigger == SessionTrigger::cancel || trigger == SessionTrigger::fail) {
        return SessionState::idle;
    }
    const auto* const arrow = std::ranges::find_if(
        arrows, [&](const Arrow& a) { return a.from == state && a.trigger == trigger; });
    if (arrow != arrows.end()) return arrow->to;
    return utter::fail(ErrorCode::invalid_argument,
                       "'" + std::string(to_string(trigger)) +
                           "' is not possible while the session is " +
                           std::string(to_string(state)));
}

}  // namespace utter::platform
