#include "utter/platform/domain/voice.hpp"

#include <gtest/gtest.h>

#include "utter/platform/domain/conversation.hpp"
#include "utter/platform/domain/training_job.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> fields_of(const std::vector<FieldFault>& faults) {
    std::vector<std::string> out;
    out.reserve(faults.size());
    for (const auto& fault : faults) out.push_back(fault.field);
    return out;
}

TEST(VoiceQuality, ComesFromTheLengthOfTheSound) {
    EXPECT_EQ(quality_of(0ms), std::nullopt);
    EXPECT_EQ(quality_of(9'999ms), std::nullopt);
    EXPECT_EQ(quality_of(10s), VoiceQuality::quick);
    EXPECT_EQ(quality_of(30s), VoiceQuality::quick);
    EXPECT_EQ(quality_of(59'999ms), VoiceQuality::quick);
    EXPECT_EQ(quality_of(1min), VoiceQuality::standard);
    EXPECT_EQ(quality_of(5min), VoiceQuality::standard);
    EXPECT_EQ(quality_of(10min - 1ms), VoiceQuality::standard);
    EXPECT_EQ(quality_of(10min), VoiceQuality::professional);
    EXPECT_EQ(quality_of(100h), VoiceQuality::professional);
}

TEST(VoiceFields, NameEveryFieldThatIsWrong) {
    EXPECT_TRUE(check(VoiceFields{"Anna", "", "de"}).empty());
    EXPECT_TRUE(check(VoiceFields{"Anna", "two\nlines", "de-AT"}).empty());
    EXPECT_EQ(fields_of(check(VoiceFields{})), (std::vector<std::string>{"name", "lang"}));
    EXPECT_EQ(fields_of(check(VoiceFields{"a\nb", std::string(2'001, 'x'), "klingon!"})),
              (std::vector<std::string>{"name", "description", "lang"}));
    EXPECT_EQ(fields_of(check(VoiceFields{std::string(101, 'x'), "\xff", "en"})),
              (std::vector<std::string>{"name", "description"}));
}

TEST(Names, AreWhatTheInterfaceSays) {
    EXPECT_EQ(to_string(VoiceStatus::untrained), "untrained");
    EXPECT_EQ(to_string(VoiceStatus::training), "training");
    EXPECT_EQ(to_string(VoiceStatus::ready), "ready");
    EXPECT_EQ(to_string(VoiceStatus::failed), "failed");
    EXPECT_EQ(to_string(VoiceQuality::quick), "quick");
    EXPECT_EQ(to_string(VoiceQuality::standard), "standard");
    EXPECT_EQ(to_string(VoiceQuality::professional), "professional");
}

TEST(JobState, IsReadAsItIsWritten) {
    int finals = 0;
    for (const auto state : {JobState::queued,
                             JobState::running,
                             JobState::succeeded,
                             JobState::failed,
                             JobState::cancelled}) {
        EXPECT_EQ(job_state_from(to_string(state)), state);
        finals += is_final(state) ? 1 : 0;
    }
    EXPECT_EQ(finals, 3);
    EXPECT_FALSE(is_final(JobState::queued));
    EXPECT_FALSE(is_final(JobState::running));
    EXPECT_EQ(job_state_from("done"), std::nullopt);
}

TEST(ConversationTurn, NamesEveryFieldThatIsWrong) {
    ConversationTurn turn{"s1", "", TurnRole::user, "hello\nthere"};
    EXPECT_TRUE(check(turn).empty());
    turn = {"", "no such id", TurnRole::user, "\x01"};
    EXPECT_EQ(fields_of(check(turn)),
              (std::vector<std::string>{"session_id", "persona_id", "text"}));
    for (const auto role : {TurnRole::user, TurnRole::assistant}) {
        EXPECT_EQ(turn_role_from(to_string(role)), role);
    }
    EXPECT_EQ(turn_role_from("system"), std::nullopt);
}

}  // namespace
}  // namespace utter::platform
