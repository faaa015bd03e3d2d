#include "utter/platform/live/protocol.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <variant>

namespace utter::platform {
namespace {

using testing::HasSubstr;

TEST(SessionProtocol, ReadsWhatTheSeedLists) {
    using namespace client_message;
    const auto is = []<class T>(const char* frame, T) {
        const auto read = parse_client_message(frame);
        ASSERT_TRUE(read) << frame << ": " << read.error().detail;
        EXPECT_TRUE(std::holds_alternative<T>(*read)) << frame;
    };
    is(R"({"type":"start_recording"})", StartRecording{});
    is(R"({"type":"stop_recording"})", StopRecording{});
    is(R"({"type":"cancel"})", Cancel{});
    is(R"({"type":"interrupt"})", Interrupt{});
    is(R"({"type":"set_persona","persona_id":"alice"})", SetPersona{});
    is(R"({"type":"set_persona","persona_id":null})", SetPersona{});
    is(R"({"type":"set_voice","voice_id":"0b0f4be8-6a6e-4a52-8c5b-0d1f9f0b7a11"})", SetVoice{});
    is(R"({"type":"text","text":"what time is it"})", Text{});
}

TEST(SessionProtocol, ReadsWhatIsConfigured) {
    const auto read = parse_client_message(
        R"({"type":"configure","input":{"rate":48000,"format":"s16le"},"lang":"de-DE",)"
        R"("turn_detection":"voice"})");
    ASSERT_TRUE(read) << read.error().detail;
    const auto& configure = std::get<client_message::Configure>(*read);
    EXPECT_EQ(configure.input, (PcmFormat{48'000, SampleFormat::s16le}));
    EXPECT_FALSE(configure.output);
    EXPECT_EQ(configure.lang, "de-DE");
    EXPECT_EQ(configure.turn_detection, TurnDetection::voice);
}

TEST(SessionProtocol, NamesWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {"nonsense", "not JSON"},
        {"[]", "not a JSON object"},
        {"{}", "'type' is missing"},
        {R"({"type":7})", "'type' must be a string"},
        {R"({"type":"fly"})", "'type' must be one of configure, start_recording"},
        {R"({"type":"text"})", "'text' is missing"},
        {R"({"type":"text","text":"  "})", "'text'"},
        {R"({"type":"set_persona","persona_id":"a b"})", "'persona_id'"},
        {R"({"type":"set_voice","voice_id":"alice"})", "'voice_id'"},
        {R"({"type":"configure","input":{"rate":7999}})", "'input.rate'"},
        {R"({"type":"configure","input":{"rate":1e9}})", "'input.rate'"},
        {R"({"type":"configure","output":{"format":"mp3"}})", "'output.format'"},
        {R"({"type":"configure","output":{"bits":16}})", "'output.bits' is not known"},
        {R"({"type":"configure","lang":"nonsense language"})", "'lang'"},
        {R"({"type":"configure","turn_detection":"magic"})", "'turn_detection'"},
        {R"({"type":"configure","volume":11})", "'volume' is not known"},
    };
    for (const auto& [frame, problem] : cases) {
        const auto read = parse_client_message(frame);
        ASSERT_FALSE(read) << frame;
        EXPECT_THAT(read.error().detail, HasSubstr(problem)) << frame;
    }
}

TEST(SessionProtocol, TheDevicesOwnSessionIsNobodyElses) {
    EXPECT_TRUE(is_session_id("kitchen-tablet_2"));
    for (const auto* id : {"", "default", "a b", "a/b", "é"}) EXPECT_FALSE(is_session_id(id)) << id;
}

}  // namespace
}  // namespace utter::platform
