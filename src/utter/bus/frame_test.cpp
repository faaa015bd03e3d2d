#include "utter/bus/frame.hpp"

#include <gtest/gtest.h>

namespace utter::bus {
namespace {

// MSG-042
TEST(Frame, AcceptsASoundMessageWithItsBytes) {
    const std::string frame = R"({"type":"a.b","data":{},"context":{"session":null}})";
    const auto verdict = judge_frame(frame);
    ASSERT_TRUE(std::holds_alternative<Accepted>(verdict));
    EXPECT_EQ(*std::get<Accepted>(verdict).message.wire(), frame);
}

// MSG-006 MSG-041 MSG-044
TEST(Frame, RefusesWhatIsNoMessageNamingTheField) {
    for (const auto* bad :
         {"not json", "[1]", "5", R"({"data":{}})", R"({"type":5})", R"({"type":""})"}) {
        const auto verdict = judge_frame(bad);
        ASSERT_TRUE(std::holds_alternative<Refused>(verdict)) << bad;
        EXPECT_FALSE(std::get<Refused>(verdict).reason.empty());
    }
    EXPECT_EQ(std::get<Refused>(judge_frame(R"({"type":5})")).reason,
              "field 'type' must be a string, got a number");
}

// SES1-016 SES1-018
TEST(Frame, ReplacesAMessageWithABrokenCarrierByOneNotice) {
    const auto verdict = judge_frame(
        R"({"type":"ovos.utterance.handle","context":{"session":[1],"utterance_id":"u9"}})");
    ASSERT_TRUE(std::holds_alternative<CarrierRejected>(verdict));
    EXPECT_EQ(*std::get<CarrierRejected>(verdict).notice.wire(),
              R"({"type":"ovos.session.rejected","data":{"msg_type":"ovos.utterance.handle",)"
              R"("reason":"malformed_carrier"},"context":{"utterance_id":"u9"}})");
}

TEST(Frame, RelaysOldTopicsItWouldNotAcceptItself) {
    for (const auto* odd : {R"({"type":"my topic.json"})", R"({"type":"a","context":null})"}) {
        EXPECT_TRUE(std::holds_alternative<Relayed>(judge_frame(odd))) << odd;
    }
}

}  // namespace
}  // namespace utter::bus
