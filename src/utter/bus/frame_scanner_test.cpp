#include "utter/bus/frame_scanner.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "utter/bus/frame.hpp"

namespace utter::bus {
namespace {

std::optional<std::string> scan(FrameScanner& scanner, std::string frame) {
    const auto size = frame.size();
    frame.append(scan_padding, '}');
    const auto look = scanner.look(std::string_view(frame).substr(0, size));
    if (!look) return std::nullopt;
    return std::string(look->topic) + (look->marked ? " marked" : "");
}

TEST(FrameScanner, NamesTheTopicOfASoundFrame) {
    FrameScanner scanner;
    EXPECT_EQ(scan(scanner, R"({"type":"a.b","data":{"x":[1,"é"]},"context":{"session":{}}})"),
              "a.b");
    EXPECT_EQ(scan(scanner, R"( {"context":{},"extra":null,"type":"skill:go"} )"), "skill:go");
    EXPECT_EQ(scan(scanner, R"({"type":"big","data":{"x":")" + std::string(300'000, 'y') + "\"}}"),
              "big");
    EXPECT_EQ(scan(scanner, R"({"type":"after.big"})"), "after.big");
}

TEST(FrameScanner, SeesAMarkedContext) {
    FrameScanner scanner("_twin");
    EXPECT_EQ(scan(scanner, R"({"type":"a","context":{"x":1,"some_twin":true}})"), "a marked");
    EXPECT_EQ(scan(scanner, R"({"type":"a","context":{"some\u005ftwin":true}})"), "a marked");
    EXPECT_EQ(scan(scanner, R"({"type":"a","context":{"some_twins":true}})"), "a");
    EXPECT_EQ(scan(scanner, R"({"type":"a","data":{"some_twin":true}})"), "a");
    FrameScanner indifferent;
    EXPECT_EQ(scan(indifferent, R"({"type":"a","context":{"some_twin":true}})"), "a");
}

// MSG-006, MSG-007, MSG-008, MSG-039
TEST(FrameScanner, VouchesForNothingThatJudgingWouldNotAccept) {
    FrameScanner scanner;
    std::string deep(100, '[');
    deep += std::string(100, ']');
    const std::array<std::string, 16> doubtful{
        "",
        "not json",
        "[1]",
        R"({"data":{}})",
        R"({"type":5})",
        R"({"type":""})",
        R"({"type":"a..b"})",
        R"({"type":"a","data":null})",
        R"({"type":"a","context":[]})",
        R"({"type":"a","context":{"session":"x"}})",
        R"({"type":"a","data":{"n":NaN}})",
        R"({"type":"a"} {})",
        R"({"type":"a","data":{"t":"\udc00"}})",
        "{\"type\":\"a\",\"data\":{\"t\":\"\xff\"}}",
        R"({"type":"a","data":{"deep":)" + deep + "}}",
        R"({"type":"a","type":5})",
    };
    for (const auto& frame : doubtful) {
        EXPECT_FALSE(scan(scanner, frame).has_value()) << frame;
    }
    EXPECT_TRUE(std::holds_alternative<Refused>(judge_frame(doubtful[12])));
}

// A pair of escaped surrogates is an ordinary character; only the slower judge can tell.
TEST(FrameScanner, LeavesEscapedSurrogatesToTheJudge) {
    FrameScanner scanner;
    const std::string frame = R"({"type":"a","data":{"t":"\ud83d\ude00"}})";
    EXPECT_FALSE(scan(scanner, frame).has_value());
    EXPECT_TRUE(std::holds_alternative<Accepted>(judge_frame(frame)));
}

}  // namespace
}  // namespace utter::bus
