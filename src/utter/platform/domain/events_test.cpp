#include "utter/platform/domain/events.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

namespace utter::platform {
namespace {

template <class Event>
std::string told(const Event& event) {
    return std::string(topic_of(event)) + " " + json::serialize(payload_of(event));
}

TEST(SessionEvent, IsToldAsTheSeedNamesIt) {
    using namespace session_event;
    EXPECT_EQ(told(SessionEvent{RecordingStarted{"s"}}),
              R"(utter.platform.session.recording_started {"session_id":"s"})");
    EXPECT_EQ(told(SessionEvent{TranscriptionComplete{"s", "hi"}}),
              R"(utter.platform.session.transcription_complete {"session_id":"s","text":"hi"})");
    EXPECT_EQ(told(SessionEvent{LlmRequestStarted{"s"}}),
              R"(utter.platform.session.llm_request_started {"session_id":"s"})");
    EXPECT_EQ(told(SessionEvent{LlmResponseReceived{"s", "yes"}}),
              R"(utter.platform.session.llm_response_received {"session_id":"s","text":"yes"})");
    EXPECT_EQ(told(SessionEvent{SynthesisStarted{"s"}}),
              R"(utter.platform.session.synthesis_started {"session_id":"s"})");
    EXPECT_EQ(told(SessionEvent{PlaybackStarted{"s"}}),
              R"(utter.platform.session.playback_started {"session_id":"s"})");
    EXPECT_EQ(told(SessionEvent{PlaybackComplete{"s"}}),
              R"(utter.platform.session.playback_complete {"session_id":"s"})");
    EXPECT_EQ(told(SessionEvent{SessionError{"s", "no engine"}}),
              R"(utter.platform.session.error {"session_id":"s","error":"no engine"})");
}

TEST(VoiceEvent, IsToldAsTheSeedNamesIt) {
    using namespace voice_event;
    EXPECT_EQ(told(VoiceEvent{VoiceCreated{"v", "Anna"}}),
              R"(utter.platform.voice.created {"voice_id":"v","name":"Anna"})");
    EXPECT_EQ(told(VoiceEvent{TrainingStarted{"v", "j"}}),
              R"(utter.platform.voice.training_started {"voice_id":"v","job_id":"j"})");
    EXPECT_EQ(told(VoiceEvent{TrainingProgress{"j", 42}}),
              R"(utter.platform.voice.training_progress {"job_id":"j","percent":42})");
    EXPECT_EQ(told(VoiceEvent{TrainingComplete{"v", "j"}}),
              R"(utter.platform.voice.training_complete {"voice_id":"v","job_id":"j"})");
    EXPECT_EQ(
        told(VoiceEvent{TrainingFailed{"v", "j", "silence"}}),
        R"(utter.platform.voice.training_failed {"voice_id":"v","job_id":"j","error":"silence"})");
    EXPECT_EQ(told(VoiceEvent{TrainingCancelled{"v", "j"}}),
              R"(utter.platform.voice.training_cancelled {"voice_id":"v","job_id":"j"})");
}

}  // namespace
}  // namespace utter::platform
