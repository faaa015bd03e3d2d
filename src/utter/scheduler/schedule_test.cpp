#include "utter/scheduler/schedule.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter::scheduler {
namespace {

using namespace std::chrono_literals;

const Time noon = parse_instant("2031-01-01T12:00:00Z").value().time;

Record record(std::string_view timing) {
    auto data = parse_json(timing).value().as_object();
    data["id"] = "a";
    data["event"] = "me.ring";
    return read_record(data, {{"skill_id", "me"}}).value();
}

Schedule schedule(std::string_view timing, Time now = noon) {
    return make_schedule(record(timing), now, nullptr).value();
}

std::string next(const Schedule& schedule) {
    const auto found = schedule.next();
    return found ? to_string(*found) : "none";
}

void fire_next(Schedule& schedule) {
    if (const auto due = schedule.next()) schedule.fired(*due);
}

// SCH-006
TEST(Schedule, NeedsAnOccurrence) {
    const auto made =
        make_schedule(record(R"({"every": {"seconds": 600, "start": "2031-01-01T12:00:00Z"},
                   "until": "2031-01-01T11:59:59Z"})"),
                      noon,
                      nullptr);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().error, "bad_recurrence");
    EXPECT_TRUE(make_schedule(record(R"({"every": {"seconds": 600,
                                         "start": "2031-01-01T12:00:00Z"},
                                         "until": "2031-01-01T12:00:00Z"})"),
                              noon,
                              nullptr));
}

TEST(Schedule, EndsWithItsCountAndItsUntil) {
    auto counted = schedule(R"({"every": {"seconds": 600}, "count": 2})");
    EXPECT_EQ(counted.remaining(), 2);
    fire_next(counted);
    EXPECT_EQ(next(counted), "2031-01-01T12:20:00+00:00");
    fire_next(counted);
    EXPECT_EQ(next(counted), "none");
    EXPECT_EQ(counted.remaining(), 0);

    auto bounded = schedule(R"({"every": {"seconds": 600}, "until": "2031-01-01T12:20:00Z"})");
    fire_next(bounded);
    EXPECT_EQ(next(bounded), "2031-01-01T12:20:00+00:00");
    fire_next(bounded);
    EXPECT_EQ(next(bounded), "none");
    EXPECT_EQ(bounded.remaining(), std::nullopt);
}

// SCH-021
TEST(Schedule, WhatIsWithinItsGraceIsNotMissed) {
    const auto once = schedule(R"({"at": "2031-01-01T12:00:00Z"})");
    EXPECT_EQ(once.missed_at(noon + 60s).count, 0);
    EXPECT_EQ(once.missed_at(noon + 60s + 1us).count, 1);
    const auto strict = schedule(R"({"at": "2031-01-01T12:00:00Z", "grace_s": 0})");
    EXPECT_EQ(strict.missed_at(noon).count, 0);
    EXPECT_EQ(strict.missed_at(noon + 1us).count, 1);
    const auto patient = schedule(R"({"at": "2031-01-01T12:00:00Z", "grace_s": 1e300})");
    EXPECT_EQ(patient.missed_at(noon + 24h * 365).count, 0);
}

// SCH-023
TEST(Schedule, WhatIsGivenUpIsConsumed) {
    auto series = schedule(R"({"every": {"seconds": 600}, "count": 5})");
    const auto missed = series.missed_at(noon + 35min);
    ASSERT_EQ(missed.count, 3);
    EXPECT_EQ(to_string(missed.instants.front()), "2031-01-01T12:10:00+00:00");
    series.gave_up(missed);
    EXPECT_EQ(series.remaining(), 2);
    EXPECT_EQ(next(series), "2031-01-01T12:40:00+00:00");
    EXPECT_EQ(series.missed_at(noon + 35min).count, 0);
    EXPECT_EQ(series.state().at("missed").as_array().size(), 3U);
    fire_next(series);
    EXPECT_TRUE(series.state().at("missed").as_array().empty());
}

TEST(Schedule, OfManyMissedTheNewestAreNamed) {
    const auto series = schedule(R"({"every": {"seconds": 0.1}})");
    const auto missed = series.missed_at(noon + 24h * 365);
    EXPECT_EQ(missed.count, 365LL * 24 * 3'600 * 10 - 601);
    ASSERT_EQ(missed.instants.size(), missed_max);
    EXPECT_EQ(to_string(missed.instants.back()), "2032-01-01T11:58:59.900+00:00");
}

TEST(Schedule, ACountBoundsWhatIsMissed) {
    const auto series = schedule(R"({"every": {"seconds": 600}, "count": 2})");
    EXPECT_EQ(series.missed_at(noon + 24h).count, 2);
    const auto until = schedule(R"({"every": {"seconds": 600}, "until": "2031-01-01T12:35:00Z"})");
    EXPECT_EQ(until.missed_at(noon + 24h).count, 3);
}

// SCH-014
TEST(Schedule, ReplacingKeepsThePhaseOfTheSamePeriod) {
    const auto before = schedule(R"({"every": {"seconds": 3600}})");
    const auto again = [&](std::string_view timing) {
        return next(make_schedule(record(timing), noon + 40min, &before).value());
    };
    EXPECT_EQ(again(R"({"every": {"seconds": 3600}})"), "2031-01-01T13:00:00+00:00");
    EXPECT_EQ(again(R"({"every": {"seconds": 1800}})"), "2031-01-01T13:10:00+00:00");
    EXPECT_EQ(again(R"({"every": {"seconds": 3600, "start": "2031-01-01T14:30:00Z"}})"),
              "2031-01-01T14:30:00+00:00");
}

TEST(Schedule, ReplacingDoesNotRepeatWhatWasFired) {
    const auto* text = R"({"local": {"time": "12:00", "zone": "UTC"}, "count": 3})";
    auto before = schedule(text);
    fire_next(before);
    auto after = make_schedule(record(text), noon, &before).value();
    EXPECT_EQ(next(after), "2031-01-02T12:00:00+00:00");
    EXPECT_EQ(after.remaining(), 3);
    after = make_schedule(record(R"({"local": {"time": "12:01", "zone": "UTC"}})"), noon, &before)
                .value();
    EXPECT_EQ(next(after), "2031-01-01T12:01:00+00:00");
}

}  // namespace
}  // namespace utter::scheduler
