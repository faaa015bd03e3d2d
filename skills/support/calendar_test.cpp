#include "support/calendar.hpp"

#include <gtest/gtest.h>

namespace utter::skills {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr local_days pi_day{2026y / March / 14};

TEST(Calendar, WritesTheTimeAsTheLanguageDoes) {
    const auto at = pi_day + 15h + 9min + 26s;
    EXPECT_EQ(clock_text(at, "en-US").time, "3:09 PM");
    EXPECT_EQ(clock_text(at, "en-GB").time, "15:09");
    EXPECT_EQ(clock_text(at, "de-DE").time, "15:09");
    EXPECT_EQ(clock_text(at, "es-ES").time, "15:09");
    EXPECT_EQ(clock_text(pi_day + 9min, "de-DE").time, "0:09");
    EXPECT_EQ(clock_text(pi_day + 9min, "en-US").time, "12:09 AM");
    EXPECT_EQ(clock_text(pi_day + 1h + 9min, "de-DE").time, "1:09");
}

TEST(Calendar, KnowsTheHoursThatGrammarTreatsApart) {
    const auto one = clock_text(pi_day + 13h, "en-US");
    EXPECT_EQ(one.hour, "1 PM");
    EXPECT_TRUE(one.is_one && one.is_sharp && one.twelve_hours);
    const auto thirteen = clock_text(pi_day + 13h, "es-ES");
    EXPECT_EQ(thirteen.hour, "13");
    EXPECT_TRUE(!thirteen.is_one && thirteen.is_sharp && !thirteen.twelve_hours);
    EXPECT_EQ(clock_text(pi_day + 15h, "de-DE").hour, "15 Uhr");
    EXPECT_TRUE(clock_text(pi_day + 1h + 30min, "es-ES").is_one);
    EXPECT_FALSE(clock_text(pi_day + 1h + 30min, "es-ES").is_sharp);
}

TEST(Calendar, WritesDatesAsTheLanguageDoes) {
    EXPECT_EQ(date_text(pi_day, "en-US"), "March 14, 2026");
    EXPECT_EQ(date_text(pi_day, "de-DE"), "14. März 2026");
    EXPECT_EQ(date_text(pi_day, "es-ES"), "14 de marzo de 2026");
    EXPECT_EQ(weekday_text(pi_day, "en-US"), "Saturday");
    EXPECT_EQ(weekday_text(pi_day, "de-DE"), "Samstag");
    EXPECT_EQ(weekday_text(pi_day, "es-ES"), "sábado");
    EXPECT_EQ(month_text(pi_day, "de-DE"), "März");
    EXPECT_EQ(year_text(pi_day), "2026");
}

TEST(Calendar, CountsWeeksByIso8601) {
    EXPECT_EQ(iso_week(pi_day), 11);
    EXPECT_EQ(iso_week(local_days{2026y / January / 1}), 1);
    EXPECT_EQ(iso_week(local_days{2027y / January / 1}), 53);
    EXPECT_EQ(iso_week(local_days{2024y / December / 30}), 1);
}

}  // namespace
}  // namespace utter::skills
