#include "utter/llm/sse_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace utter::llm {
namespace {

using testing::ElementsAre;

std::vector<std::string> events_of(std::string_view text, std::size_t piece) {
    SseParser parser;
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        EXPECT_TRUE(parser.feed(text.substr(at, piece)));
        while (auto event = parser.next()) out.push_back(*event);
    }
    if (auto event = parser.finish()) out.push_back("cut " + *event);
    return out;
}

TEST(SseParser, ReadsEventsWhateverThePieces) {
    constexpr std::string_view stream =
        "\xEF\xBB\xBF"
        "data: one\n\n: a comment\nevent: x\nid: 7\ndata:two\r\ndata\ndata:  three\r\n\r\n"
        "database: none\n\ndata: half a \xC3\xBC\n\ndata: last";
    for (std::size_t piece = 1; piece < 40; ++piece) {
        EXPECT_THAT(events_of(stream, piece),
                    ElementsAre("one", "two\n\n three", "half a \xC3\xBC", "cut last"))
            << piece;
    }
}

TEST(SseParser, RefusesAnEventThatNeverEnds) {
    SseParser parser;
    const std::string line = "data: " + std::string(60'000, 'a') + "\n";
    bool fine = true;
    for (int i = 0; i < 100 && fine; ++i) {
        fine = parser.feed(line);
        while (fine && parser.next()) ADD_FAILURE() << "no event has ended";
    }
    EXPECT_FALSE(fine);
}

}  // namespace
}  // namespace utter::llm
