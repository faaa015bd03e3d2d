#include "utter/platform/domain/events.hpp"

namespace utter::platform {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

std::string_view topic_of(const SessionEvent& event) noexcept {
    using namespace session_event;
    return std::visit(
        Overloaded{
            [](const RecordingStarted&) { return "utter.platform.session.recording_started"; },
            [](const TranscriptionComplete&) {
                return "utter.platform.session.transcription_complete";
            },
            [](const LlmRequestStarted&) { return "utter.platform.session.llm_request_started"; },
            [](const LlmResponseReceived&) {
                return "utter.platform.session.llm_response_received";
            },
            [](const SynthesisStarted&) { return "utter.platform.session.synthesis_started"; },
            [](const PlaybackStarted&) { return "utter.platform.session.playback_started"; },
            [](const PlaybackComplete&) { return "utter.platform.session.playback_complete"; },
            [](const SessionError&) { return "utter.platform.session.error"; }},
        event);
}

std::string_view topic_of(const VoiceEvent& event) noexcept {
    using namespace voice_event;
    return std::visit(
        Overloaded{
            [](const VoiceCreated&) { return "utter.platform.voice.created"; },
            [](const TrainingStarted&) { return "utter.platform.voice.training_started"; },
            [](const TrainingProgress&) { return "utter.platform.voice.training_progress"; },
            [](const TrainingComplete&) { return "utter.platform.voice.training_complete"; },
            [](const TrainingFailed&) { return "utter.platform.voice.training_failed"; },
            [](const TrainingCancelled&) { return "utter.platform.voice.training_cancelled"; }},
        event);
}

json::object payload_of(const SessionEvent& event) {
    return std::visit(
        [](const auto& what) {
            json::object data{{"session_id", what.session_id}};
            if constexpr (requires { what.text; }) data["text"] = what.text;
            if constexpr (requires { what.error; }) data["error"] = what.error;
            return data;
        },
        event);
}

json::object payload_of(const VoiceEvent& event) {
    return std::visit(
        [](const auto& what) {
            json::object data;
            if constexpr (requires { what.voice_id; }) data["voice_id"] = what.voice_id;
            if constexpr (requires { what.job_id; }) data["job_id"] = what.job_id;
            if constexpr (requires { what.name; }) data["name"] = what.name;
            if constexpr (requires { what.percent; }) data["percent"] = what.percent;
            if constexpr (requires { what.error; }) data["error"] = what.error;
            return data;
        },
        event);
}

}  // namespace utter::platform
