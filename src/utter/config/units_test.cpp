#include "utter/config/units.hpp"

#include <gtest/gtest.h>

namespace utter::config {
namespace {

using std::chrono::milliseconds;

TEST(Units, ParsesDurationsOfEveryUnit) {
    EXPECT_EQ(parse_duration("500ms"), milliseconds(500));
    EXPECT_EQ(parse_duration("10s"), milliseconds(10'000));
    EXPECT_EQ(parse_duration("5m"), milliseconds(300'000));
    EXPECT_EQ(parse_duration("2h"), milliseconds(7'200'000));
    EXPECT_EQ(parse_duration("0s"), milliseconds(0));
    EXPECT_EQ(parse_duration(" 10 s "), milliseconds(10'000));
}

TEST(Units, RefusesWhatIsNotADuration) {
    for (const auto* text :
         {"", "10", "s", "-1s", "+1s", "1.5s", "10 sec", "10S", "1s1s", "0x1s"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(Units, RefusesDurationsThatOverflow) {
    EXPECT_EQ(parse_duration("9223372036854775807h"), std::nullopt);
    EXPECT_EQ(parse_duration("99999999999999999999ms"), std::nullopt);
}

TEST(Units, ParsesSizesWithAndWithoutUnit) {
    EXPECT_EQ(parse_size("16MiB"), 16U << 20U);
    EXPECT_EQ(parse_size("1 KiB"), 1024U);
    EXPECT_EQ(parse_size("2GiB"), 2ULL << 30U);
    EXPECT_EQ(parse_size("7"), 7U);
    EXPECT_EQ(parse_size("7B"), 7U);
}

TEST(Units, RefusesAmbiguousSizes) {
    for (const auto* text : {"", "1MB", "1M", "1mib", "-1B", "1.5MiB", "9223372036854775807GiB"}) {
        EXPECT_EQ(parse_size(text), std::nullopt) << text;
    }
}

TEST(Units, FormatsWithTheLargestExactUnit) {
    EXPECT_EQ(format_duration(milliseconds(0)), "0s");
    EXPECT_EQ(format_duration(milliseconds(1500)), "1500ms");
    EXPECT_EQ(format_duration(milliseconds(90'000)), "90s");
    EXPECT_EQ(format_duration(milliseconds(300'000)), "5m");
    EXPECT_EQ(format_size(0), "0B");
    EXPECT_EQ(format_size(1000), "1000B");
    EXPECT_EQ(format_size(10U << 20U), "10MiB");
}

TEST(Units, WhatIsFormattedParsesBack) {
    for (const std::int64_t count : {0LL, 1LL, 999LL, 1000LL, 60'000LL, 86'400'000LL, 61'001LL}) {
        EXPECT_EQ(parse_duration(format_duration(milliseconds(count))), milliseconds(count));
        EXPECT_EQ(parse_size(format_size(static_cast<std::uint64_t>(count))), count);
    }
}

}  // namespace
}  // namespace utter::config
