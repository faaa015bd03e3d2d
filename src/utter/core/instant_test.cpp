#include "utter/core/instant.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter {
namespace {

using namespace std::chrono_literals;

std::string again(std::string_view text) {
    const auto parsed = parse_instant(text);
    return parsed ? to_string(*parsed) : parsed.error().detail;
}

TEST(Instant, IsReadAndWrittenWithItsOffset) {
    for (const auto* text : {"2031-03-29T07:30:00+01:00",
                             "1969-12-31T23:59:59-09:30",
                             "2024-02-29T00:00:00+00:00",
                             "2031-03-29T07:30:00.250+14:00",
                             "2031-03-29T07:30:00.000001-00:30",
                             "9999-12-31T23:59:59+00:00"}) {
        EXPECT_EQ(again(text), text);
    }
    EXPECT_EQ(again("2031-03-29t07:30:00.5z"), "2031-03-29T07:30:00.500+00:00");
    EXPECT_EQ(again("2031-03-29 07:30:00.1234567-00:00"), "2031-03-29T07:30:00.123456+00:00");
}

TEST(Instant, TheOffsetFixesThePoint) {
    EXPECT_EQ(parse_instant("2031-03-29T07:30:00+01:00")->time,
              parse_instant("2031-03-29T06:30:00Z")->time);
    EXPECT_EQ(parse_instant("1970-01-01T00:00:01-00:01")->time.time_since_epoch(), 61s);
}

// SCH-005
TEST(Instant, NeedsAnOffsetAndARealMoment) {
    EXPECT_EQ(again("2031-03-29T07:30:00"),
              "'2031-03-29T07:30:00' is no instant like 2031-03-29T07:30:00+01:00: the offset from "
              "UTC is missing");
    for (const auto* text : {"",
                             "tomorrow",
                             "2031-03-29",
                             "2031-02-29T07:30:00+01:00",
                             "2031-13-01T07:30:00+01:00",
                             "2031-00-01T07:30:00+01:00",
                             "2031-3-29T07:30:00+01:00",
                             "2031-03-29T24:00:00+01:00",
                             "2031-03-29T07:60:00+01:00",
                             "2031-03-29T07:30:60+01:00",
                             "2031-03-29T07:30+01:00",
                             "2031-03-29T07:30:00.+01:00",
                             "2031-03-29T07:30:00+0100",
                             "2031-03-29T07:30:00+24:00",
                             "2031-03-29T07:30:00+01:60",
                             "2031-03-29T07:30:00+01:00 ",
                             "2031-03-29T07:30:00Zulu",
                             "-031-03-29T07:30:00Z",
                             "+2031-03-29T07:30:00Z"}) {
        EXPECT_FALSE(parse_instant(text)) << text;
    }
}

}  // namespace
}  // namespace utter
