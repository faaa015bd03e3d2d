#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "utter/core/json.hpp"

/// What happened in the platform, as it is told on the bus. Pure; any thread. Spec: seed "nobody"
/// section 4, "Domain Events".
namespace utter::platform {

/// Topics are `utter.platform.session.` and the event's name: "recording_started",
/// "transcription_complete", "llm_request_started", "llm_response_received", "synthesis_started",
/// "playback_started", "playback_complete", "error".
namespace session_event {
struct RecordingStarted {
    std::string session_id;
};
struct TranscriptionComplete {
    std::string session_id;
    std::string text;
};
struct LlmRequestStarted {
    std::string session_id;
};
struct LlmResponseReceived {
    std::string session_id;
    std::string text;
};
struct SynthesisStarted {
    std::string session_id;
};
struct PlaybackStarted {
    std::string session_id;
};
struct PlaybackComplete {
    std::string session_id;
};
struct SessionError {
    std::string session_id;
    std::string error;
};
}  // namespace session_event

using SessionEvent = std::variant<session_event::RecordingStarted,
                                  session_event::TranscriptionComplete,
                                  session_event::LlmRequestStarted,
                                  session_event::LlmResponseReceived,
                                  session_event::SynthesisStarted,
                                  session_event::PlaybackStarted,
                                  session_event::PlaybackComplete,
                                  session_event::SessionError>;

/// Topics are `utter.platform.voice.` and the event's name: "created", "training_started",
/// "training_progress", "training_complete", "training_failed", "training_cancelled". The seed has
/// no event for a cancelled job; who shows its progress needs one.
namespace voice_event {
struct VoiceCreated {
    std::string voice_id;
    std::string name;
};
struct TrainingStarted {
    std::string voice_id;
    std::string job_id;
};
struct TrainingProgress {
    std::string job_id;
    std::uint8_t percent = 0;  ///< 0 .. 100
};
struct TrainingComplete {
    std::string voice_id;
    std::string job_id;
};
struct TrainingFailed {
    std::string voice_id;
    std::string job_id;
    std::string error;
};
struct TrainingCancelled {
    std::string voice_id;
    std::string job_id;
};
}  // namespace voice_event

using VoiceEvent = std::variant<voice_event::VoiceCreated,
                                voice_event::TrainingStarted,
                                voice_event::TrainingProgress,
                                voice_event::TrainingComplete,
                                voice_event::TrainingFailed,
                                voice_event::TrainingCancelled>;

[[nodiscard]] std::string_view topic_of(const SessionEvent& event) noexcept;
[[nodiscard]] std::string_view topic_of(const VoiceEvent& event) noexcept;

/// The message's `data`: the event's members under their own names.
[[nodiscard]] json::object payload_of(const SessionEvent& event);
[[nodiscard]] json::object payload_of(const VoiceEvent& event);

}  // namespace utter::platform
