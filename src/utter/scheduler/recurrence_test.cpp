#include "utter/scheduler/recurrence.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace utter::scheduler {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) {
    return parse_instant(text).value();
}

Local local(std::chrono::seconds time, std::string days, std::string zone) {
    // By the letters of the week, Sunday first; '-' leaves a day out.
    Local out{time, {}, std::move(zone)};
    for (std::size_t i = 0; i < 7; ++i) out.days.set(i, days.at(i) != '-');
    return out;
}

// The first occurrences from an instant on.
std::vector<std::string> series(const Timing& timing, std::string_view from, int count) {
    std::vector<std::string> out;
    const auto anchor = anchor_of(timing, at(from).time).value_or(Instant{});
    auto next = next_occurrence(timing, anchor, std::nullopt);
    for (int i = 0; i < count && next; ++i) {
        out.push_back(to_string(*next));
        next = next_occurrence(timing, anchor, next->time);
    }
    return out;
}

using Texts = std::vector<std::string>;

TEST(Recurrence, AtAndInOccurOnce) {
    const auto noon = at("2031-03-29T12:00:00+01:00");
    EXPECT_EQ(series(At{noon}, "2031-01-01T00:00:00Z", 9), Texts{"2031-03-29T12:00:00+01:00"});
    EXPECT_EQ(series(In{90s}, "2031-01-01T00:00:00Z", 9), Texts{"2031-01-01T00:01:30+00:00"});
    EXPECT_FALSE(anchor_of(In{std::chrono::hours(24 * 365 * 8'000)}, noon.time));
}

// SCH-013
TEST(Recurrence, AFixedPeriodStaysOnItsGrid) {
    const Every every{10min, at("2031-01-01T00:00:00+02:00")};
    EXPECT_EQ(series(every, "2031-06-01T00:00:00Z", 3),
              (Texts{"2031-01-01T00:00:00+02:00",
                     "2031-01-01T00:10:00+02:00",
                     "2031-01-01T00:20:00+02:00"}));
    const auto anchor = anchor_of(every, {}).value_or(Instant{});
    const auto late = at("2031-01-01T00:13:07+02:00");
    EXPECT_EQ(to_string(next_occurrence(every, anchor, late.time).value_or(Instant{})),
              "2031-01-01T00:20:00+02:00");
    EXPECT_EQ(series(Every{1500ms, {}}, "2031-01-01T00:00:00Z", 2),
              (Texts{"2031-01-01T00:00:01.500+00:00", "2031-01-01T00:00:03+00:00"}));
}

// SCH-015
TEST(Recurrence, ATimeTheClocksSkipIsTheEndOfTheGap) {
    EXPECT_EQ(series(local(1h + 30min, "SMTWTFS", "Europe/Lisbon"), "2031-03-28T12:00:00Z", 3),
              (Texts{"2031-03-29T01:30:00+00:00",
                     "2031-03-30T02:00:00+01:00",
                     "2031-03-31T01:30:00+01:00"}));
}

// SCH-015
TEST(Recurrence, ATimeTheClocksShowTwiceIsTheFirst) {
    EXPECT_EQ(series(local(1h + 30min, "SMTWTFS", "Europe/Lisbon"), "2031-10-25T12:00:00Z", 2),
              (Texts{"2031-10-26T01:30:00+01:00", "2031-10-27T01:30:00+00:00"}));
    // Between the two: the first is over, the second is none.
    EXPECT_EQ(series(local(1h + 30min, "SMTWTFS", "Europe/Lisbon"), "2031-10-26T00:45:00Z", 1),
              Texts{"2031-10-27T01:30:00+00:00"});
}

// SCH-015
TEST(Recurrence, AGapThatEndsOnADayNotAskedForIsSkipped) {
    // Samoa had no Friday 2011-12-30.
    EXPECT_EQ(series(local(12h, "-----F-", "Pacific/Apia"), "2011-12-29T00:00:00Z", 1),
              Texts{"2012-01-06T12:00:00+14:00"});
    EXPECT_EQ(series(local(12h, "SMTWTFS", "Pacific/Apia"), "2011-12-29T00:00:00Z", 4),
              (Texts{"2011-12-29T12:00:00-10:00",
                     "2011-12-31T00:00:00+14:00",
                     "2011-12-31T12:00:00+14:00",
                     "2012-01-01T12:00:00+14:00"}));
    // Midnight of the day that was left out and of the next are one moment, and one occurrence.
    EXPECT_EQ(series(local(0h, "SMTWTFS", "Pacific/Apia"), "2011-12-29T12:00:00Z", 2),
              (Texts{"2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00"}));
}

// SCH-016
TEST(Recurrence, DaysAndTimeAreThoseOfTheZone) {
    // Monday in Auckland begins while London still has Sunday.
    EXPECT_EQ(
        series(local(7h + 30min + 15s, "-M-----", "Pacific/Auckland"), "2031-01-01T00:00:00Z", 2),
        (Texts{"2031-01-06T07:30:15+13:00", "2031-01-13T07:30:15+13:00"}));
    EXPECT_EQ(series(local(7h, "S-----S", "America/New_York"), "2031-03-07T00:00:00Z", 3),
              (Texts{"2031-03-08T07:00:00-05:00",
                     "2031-03-09T07:00:00-04:00",
                     "2031-03-15T07:00:00-04:00"}));
}

TEST(Recurrence, TheMomentOfAcceptanceItselfCounts) {
    EXPECT_EQ(series(local(7h, "SMTWTFS", "UTC"), "2031-01-01T07:00:00Z", 1),
              Texts{"2031-01-01T07:00:00+00:00"});
    EXPECT_EQ(series(local(7h, "SMTWTFS", "UTC"), "2031-01-01T07:00:00.000001Z", 1),
              Texts{"2031-01-02T07:00:00+00:00"});
}

TEST(Recurrence, KnowsZonesByTheirNames) {
    EXPECT_TRUE(is_zone("Europe/Lisbon"));
    EXPECT_TRUE(is_zone("UTC"));
    for (const auto* name : {"", "Mars/X", "europe/lisbon ", "../../etc/passwd", "CET-1CEST"}) {
        EXPECT_FALSE(is_zone(name)) << name;
    }
}

TEST(Recurrence, CountsWhatHasPassed) {
    const auto from = at("2031-01-01T00:00:00Z");
    const Every minutely{1min, from};
    auto elapsed =
        occurrences_until(minutely, from, std::nullopt, from.time + 365 * 24h, 1'000'000);
    EXPECT_EQ(elapsed.count, 365 * 24 * 60 + 1);
    EXPECT_EQ(to_string(elapsed.last), "2032-01-01T00:00:00+00:00");
    elapsed = occurrences_until(minutely, from, from.time, from.time + 10min, 3);
    EXPECT_EQ(elapsed.count, 3);
    EXPECT_EQ(to_string(elapsed.last), "2031-01-01T00:03:00+00:00");
    EXPECT_EQ(occurrences_until(minutely, from, std::nullopt, from.time - 1us, 9).count, 0);
    const auto daily = local(12h, "SMTWTFS", "UTC");
    EXPECT_EQ(occurrences_until(daily, from, std::nullopt, from.time + 60h, 9).count, 3);
}

}  // namespace
}  // namespace utter::scheduler
