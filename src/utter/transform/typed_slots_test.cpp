#include "utter/transform/typed_slots.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace utter::transform {
namespace {

using namespace std::chrono_literals;

// Saturday 2026-03-14, 14:09 UTC.
class FixedClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override {
        return std::chrono::sys_days(std::chrono::year(2026) / 3 / 14) + 14h + 9min;
    }
};

// Clocks in "east" are an hour ahead; in "none" there are none.
SpokenSlots::Zones zones() {
    return {.local_time = [](const std::string& zone, std::chrono::system_clock::time_point now)
                -> Result<std::chrono::local_seconds> {
                if (zone == "none") return fail(ErrorCode::not_found, "no such zone");
                const auto utc = std::chrono::floor<std::chrono::seconds>(now);
                return std::chrono::local_seconds(utc.time_since_epoch()) +
                       (zone == "east" ? 1h : 0h);
            },
            .moment_of = [](const std::string& zone, std::chrono::local_seconds time)
                -> Result<std::chrono::system_clock::time_point> {
                return std::chrono::system_clock::time_point(time.time_since_epoch()) -
                       (zone == "east" ? 1h : 0h);
            }};
}

json::object slots(std::vector<std::string> utterances,
                   const char* lang = "en-US",
                   const std::set<std::string>& types = {"number", "duration", "date", "color"},
                   const char* session = R"({"location":{"tz":"east"}})") {
    const FixedClock clock;
    SpokenSlots producer(clock, "west", zones());
    const auto read = session::Session::from_object(parse_json(session).value().as_object());
    return producer.extract({utterances, lang, types, read});
}

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

// I1-058 TRAN-052
TEST(SpokenSlots, NumbersDurationsAndDatesAreFoundWhereTheyWereSaid) {
    EXPECT_EQ(slots({"set a timer for twenty five minutes"}),
              object(R"({"number":[{"span":[16,27],"surface":"twenty five","value":25}],
                         "duration":[{"span":[16,35],"surface":"twenty five minutes",
                                      "value":1500}]})"));
    EXPECT_EQ(slots({"remind me tomorrow at nine to call"}, "en-US", {"date"}),
              object(R"({"date":[{"span":[10,26],"surface":"tomorrow at nine",
                                  "value":"2026-03-15T09:00:00+01:00"}]})"));
    EXPECT_EQ(slots({"what happens tomorrow"}, "en-US", {"date"}),
              object(R"({"date":[{"span":[13,21],"surface":"tomorrow",
                                  "value":"2026-03-15T00:00:00+01:00"}]})"));
}

// I1-058
TEST(SpokenSlots, ASpanCountsCodePointsNotBytes) {
    EXPECT_EQ(slots({"für 😀 fünf Minuten"}, "de-DE", {"duration"}),
              object(R"({"duration":[{"span":[6,18],"surface":"fünf Minuten","value":300}]})"));
}

// I1-059
TEST(SpokenSlots, OnlyWhatAnIntentDeclaresIsLookedForAndNothingIsLeftEmpty) {
    EXPECT_EQ(slots({"wait five minutes"}, "en-US", {"color"}), json::object{});
    EXPECT_EQ(slots({"turn on a light"}), json::object{});
    EXPECT_EQ(slots({"tlh five minutes"}, "tlh"), json::object{});
}

TEST(SpokenSlots, EveryCandidateCountsAndWhatTheyShareOnce) {
    EXPECT_EQ(
        slots({"wait five minutes", "wait nine minutes", "wait five minutes"}, "en-US", {"number"}),
        object(R"({"number":[{"span":[5,9],"surface":"five","value":5},
                                   {"span":[5,9],"surface":"nine","value":9}]})"));
}

TEST(SpokenSlots, WithoutAClockThereIsNoDateAndTheZoneIsTheDevicesWhereNoneIsSaid) {
    EXPECT_EQ(slots({"tomorrow"}, "en-US", {"date"}, R"({"location":{"tz":"none"}})"),
              json::object{});
    EXPECT_EQ(slots({"tomorrow"}, "en-US", {"date"}, "{}").at("date").at(0).at("value"),
              "2026-03-15T00:00:00+00:00");
}

TEST(SpokenSlots, ALongTextIsReadAsFarAsItsBound) {
    std::string text;
    for (std::size_t i = 0; i < SpokenSlots::words_max; ++i) text += "word ";
    EXPECT_EQ(slots({text + "five"}, "en-US", {"number"}), json::object{});
}

}  // namespace
}  // namespace utter::transform
