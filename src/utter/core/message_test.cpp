#include "utter/core/message.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace utter {
namespace {

Message parsed(const std::string& frame) {
    auto message = Message::parse(frame);
    EXPECT_TRUE(message.has_value()) << frame << ": " << message.error().detail;
    return message.value();
}

json::object context_of(const char* context) {
    return parse_json(context).value().as_object();
}

std::string refusal(const std::string& frame) {
    auto message = Message::parse(frame);
    EXPECT_FALSE(message.has_value()) << frame;
    if (message) return {};
    EXPECT_EQ(message.error().code, ErrorCode::malformed);
    return message.error().detail;
}

// MSG-002 MSG-003 MSG-046
TEST(Message, TreatsAbsentDataAndContextAsEmpty) {
    const auto message = parsed(R"({"type":"ovos.skills.list"})");
    EXPECT_EQ(message.type(), "ovos.skills.list");
    EXPECT_TRUE(message.data().empty());
    EXPECT_TRUE(message.context().empty());
}

// MSG-004 MSG-005 MSG-017
TEST(Message, IgnoresUnknownTopLevelKeysAndKeyOrder) {
    const auto message = parsed(R"({"x":1,"context":{"source":"a"},"data":{"n":2},"type":"a.b"})");
    EXPECT_EQ(message.data().at("n").as_int64(), 2);
    EXPECT_EQ(*message.forward("c").wire(), R"({"type":"c","data":{},"context":{"source":"a"}})");
}

// MSG-006 MSG-007 MSG-008 MSG-041
TEST(Message, RefusesMalformedFramesNamingTheField) {
    EXPECT_NE(refusal("not json").find("not valid JSON"), std::string::npos);
    EXPECT_NE(refusal("[1]").find("must be a JSON object, got an array"), std::string::npos);
    EXPECT_NE(refusal("{}").find("'type' is missing"), std::string::npos);
    EXPECT_NE(refusal(R"({"type":5})").find("'type' must be a string, got a number"),
              std::string::npos);
    EXPECT_NE(refusal(R"({"type":""})").find("'type' is not a topic"), std::string::npos);
    EXPECT_NE(refusal(R"({"type":"a..b"})").find("'type' is not a topic"), std::string::npos);
    EXPECT_NE(refusal(R"({"type":"a","data":[]})").find("'data' must be an object, got an array"),
              std::string::npos);
    EXPECT_NE(refusal(R"({"type":"a","context":null})").find("'context' must be an object"),
              std::string::npos);
    EXPECT_NE(refusal(R"({"type":"a"}{"type":"b"})").find("not valid JSON at byte"),
              std::string::npos);
}

// MSG-039 MSG-040
TEST(Message, RefusesTextThatIsNotUnicodeAndNumbersThatAreNotFinite) {
    refusal("{\"type\":\"a\",\"data\":{\"t\":\"\xff\"}}");
    refusal(R"({"type":"a","data":{"t":"\ud800"}})");
    refusal(R"({"type":"a","data":{"n":NaN}})");
    EXPECT_NE(refusal(R"({"type":"a","data":{"n":[{"m":-2e308}]}})").find("too large"),
              std::string::npos);
    refusal(std::string("\xef\xbb\xbf") + R"({"type":"a"})");
}

TEST(Message, RefusesNestingBeyondTheLimit) {
    std::string deep = R"({"type":"a","data":{"x":)";
    deep += std::string(100'000, '[') + std::string(100'000, ']') + "}}";
    EXPECT_NE(refusal(deep).find("not valid JSON"), std::string::npos);
}

// MSG-001
TEST(Message, KeepsTheBytesItCameInAs) {
    const std::string frame = R"( {"context":{}, "type":"a.b","x":1} )";
    EXPECT_EQ(*parsed(frame).wire(), frame);
    const Message made("a.b", {{"t", "\xc3\xa9"}});
    EXPECT_EQ(*made.wire(), "{\"type\":\"a.b\",\"data\":{\"t\":\"\xc3\xa9\"},\"context\":{}}");
    EXPECT_EQ(made.wire().get(), made.wire().get());
}

// MSG-032
TEST(Message, ForwardKeepsTheContext) {
    const Message message("a", {}, context_of(R"({"source":"s","destination":["x","y"],
        "session":{"session_id":"1","z":1},"utterance_id":"u","trace":"t"})"));
    EXPECT_EQ(message.forward("b").context(), message.context());
}

// MSG-033 MSG-029 MSG-019 MSG-048
TEST(Message, ReplySwapsTheRoutingPairAndKeepsTheRest) {
    const Message message("a", {}, context_of(R"({"source":"A","destination":"B",
        "session":{"session_id":"1","z":1},"utterance_id":"u","trace":"t"})"));
    EXPECT_EQ(message.reply("b").context(), context_of(R"({"source":"B","destination":"A",
        "session":{"session_id":"1","z":1},"utterance_id":"u","trace":"t"})"));
}

// MSG-034
TEST(Message, ReplyToABroadcastAddressesItsSource) {
    const Message message("a", {}, context_of(R"({"source":"A"})"));
    EXPECT_EQ(message.reply("b").context(), context_of(R"({"source":"A","destination":"A"})"));
}

// MSG-035
TEST(Message, ReplyInventsNoRouting) {
    EXPECT_TRUE(Message("a").reply("b").context().empty());
    const Message only_destination("a", {}, context_of(R"({"destination":"B"})"));
    EXPECT_EQ(only_destination.reply("b").context(),
              context_of(R"({"source":"B","destination":"B"})"));
}

// MSG-024
TEST(Message, ReplyTakesTheFirstMemberOfAnOldPeersDestinationArray) {
    const Message message(
        "a", {}, context_of(R"({"source":"hm","destination":["","audio","kde"]})"));
    EXPECT_EQ(message.reply("b").context(), context_of(R"({"source":"audio","destination":"hm"})"));
}

// MSG-022 MSG-023
TEST(Message, EmptyRoutingValuesMeanAbsentAndAreNeverProduced) {
    const Message message("a", {}, context_of(R"({"source":"","destination":"","k":1})"));
    EXPECT_EQ(message.reply("b").context(), context_of(R"({"k":1})"));
    EXPECT_EQ(message.forward("b").context(), context_of(R"({"k":1})"));
    const Message old("a", {}, context_of(R"({"source":[""],"destination":["","x","y"]})"));
    EXPECT_EQ(old.forward("b").context(), context_of(R"({"destination":["x","y"]})"));
    EXPECT_EQ(old.reply("b").context(), context_of(R"({"source":"x","destination":"x"})"));
}

// MSG-027
TEST(Message, RoutingValuesAreOpaque) {
    const Message message("a", {}, context_of(R"({"source":"a/b#c:1"})"));
    EXPECT_EQ(message.reply("b").context_string("destination"), "a/b#c:1");
}

// MSG-036
TEST(Message, ResponseIsRefusedWhereTheSpecHasNone) {
    EXPECT_EQ(Message("ovos.intent.list").response()->type(), "ovos.intent.list.response");
    EXPECT_FALSE(Message("ovos.intent.list.response").response().has_value());
    EXPECT_FALSE(Message("a.skill:go").response().has_value());
}

TEST(Message, MakingOneWithoutATopicIsABug) {
    EXPECT_THROW(Message("a b"), std::logic_error);
    EXPECT_THROW(static_cast<void>(Message("a").forward("")), std::logic_error);
}

// MSG-031
TEST(Message, ChangingTheContextLeavesTheOriginalAlone) {
    const Message message("a", {}, context_of(R"({"k":1})"));
    EXPECT_EQ(message.with_context_value("k", 2).context().at("k").as_int64(), 2);
    EXPECT_EQ(message.context().at("k").as_int64(), 1);
}

}  // namespace
}  // namespace utter
