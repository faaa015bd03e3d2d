#include "utter/scheduler/record.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter::scheduler {
namespace {

using namespace std::chrono_literals;

json::object object(std::string_view text) {
    return parse_json(text).value().as_object();
}

// A sound record with some members put over it; a null takes one out.
json::object request(std::string_view over = "{}") {
    auto data = object(R"({"id": "a", "event": "me.ring", "in": {"seconds": 5}})");
    const auto changes = object(over);
    for (const auto& [key, value] : changes) {
        if (value.is_null()) {
            data.erase(key);
        } else {
            data[key] = value;
        }
    }
    return data;
}

std::string error_of(const json::object& data, std::string_view context = R"({"skill_id": "me"})") {
    const auto record = read_record(data, object(context));
    return record ? "" : std::string(record.error().error);
}

std::string error_of(std::string_view over) {
    return error_of(request(over));
}

// SCH-001
TEST(Record, BelongsToTheSkillOfTheContext) {
    const auto record = read_record(request(), object(R"({"skill_id": "me"})"));
    ASSERT_TRUE(record);
    EXPECT_EQ(record->skill_id, "me");
    EXPECT_EQ(error_of(request(), "{}"), "invalid_record");
    EXPECT_EQ(error_of(request(), R"({"skill_id": ""})"), "invalid_record");
    EXPECT_EQ(error_of(request(), R"({"skill_id": 5})"), "invalid_record");
    EXPECT_EQ(error_of(R"({"owner": "you"})"), "");
}

// SCH-031
TEST(Record, NobodyActsForAnother) {
    EXPECT_EQ(error_of(R"({"skill_id": "you"})"), "skill_id_mismatch");
    EXPECT_EQ(error_of(R"({"skill_id": "me"})"), "");
}

// SCH-002
TEST(Record, HasOneTimingExactly) {
    EXPECT_EQ(error_of(R"({"in": null})"), "invalid_record");
    EXPECT_EQ(error_of(R"({"at": "2031-01-01T00:00:00Z"})"), "invalid_record");
    EXPECT_EQ(error_of(R"({"in": null, "at": "2031-01-01T00:00:00Z"})"), "");
    EXPECT_EQ(error_of(R"({"in": null, "every": {"seconds": 5}})"), "");
    EXPECT_EQ(error_of(R"({"in": null, "local": {"time": "07:30", "zone": "Europe/Lisbon"}})"), "");
}

// SCH-003
TEST(Record, OnlyARecurrenceEnds) {
    EXPECT_EQ(error_of(R"({"count": 2})"), "invalid_record");
    EXPECT_EQ(error_of(R"({"until": "2031-01-01T00:00:00Z"})"), "invalid_record");
    EXPECT_EQ(error_of(R"({"in": null, "at": "2031-01-01T00:00:00Z", "count": 1})"),
              "invalid_record");
    EXPECT_EQ(error_of(R"({"in": null, "every": {"seconds": 5}, "count": 1})"), "");
}

// SCH-004
TEST(Record, BoundsTheData) {
    const auto with = [](std::size_t bytes, std::string_view letter) {
        std::string text;  // {"k":"..."} is eight bytes around it
        while (text.size() + letter.size() <= bytes - 8) text += letter;
        auto data = request();
        data["data"] = json::object{{"k", text + std::string(bytes - 8 - text.size(), 'x')}};
        return data;
    };
    EXPECT_EQ(error_of(with(data_bytes_max, "x")), "");
    EXPECT_EQ(error_of(with(data_bytes_max + 1, "x")), "payload_too_large");
    EXPECT_EQ(error_of(with(data_bytes_max, "ö")), "");
    EXPECT_EQ(error_of(with(data_bytes_max + 1, "ö")), "payload_too_large");
}

TEST(Record, BoundsWhatElseIsKept) {
    auto data = request();
    data["other"] = std::string(record_bytes_max, 'x');
    EXPECT_EQ(error_of(data), "payload_too_large");
    EXPECT_EQ(
        read_record(request(), {{"skill_id", "me"}, {"big", std::string(record_bytes_max, 'x')}})
            .error()
            .error,
        "payload_too_large");
    EXPECT_EQ(error_of(json::object(
                  {{"id", std::string(257, 'x')}, {"event", "me.e"}, {"in", {{"seconds", 1}}}})),
              "invalid_record");
}

// SCH-005
TEST(Record, InstantsNeedAnOffset) {
    EXPECT_EQ(error_of(R"({"in": null, "at": "2031-03-29T07:30:00"})"), "bad_instant");
    EXPECT_EQ(error_of(R"({"in": null, "at": 1924839000})"), "bad_instant");
    EXPECT_EQ(error_of(R"({"in": null, "every": {"seconds": 5, "start": "soon"}})"), "bad_instant");
    EXPECT_EQ(error_of(R"({"in": null, "every": {"seconds": 5}, "until": "2031-03-29"})"),
              "bad_instant");
}

// SCH-006
TEST(Record, RecurrencesAreWellFormed) {
    for (const auto* over :
         {R"({"in": {"seconds": 0}})",
          R"({"in": {"seconds": -1}})",
          R"({"in": {"seconds": "5"}})",
          R"({"in": {"seconds": 1e300}})",
          R"({"in": {}})",
          R"({"in": 5})",
          R"({"in": null, "every": {"seconds": 0}})",
          R"({"in": null, "every": {"seconds": 0.01}})",
          R"({"in": null, "every": []})",
          R"({"in": null, "local": {"time": "07:30"}})",
          R"({"in": null, "local": {"time": "07:30", "zone": "Mars/X"}})",
          R"({"in": null, "local": {"time": "7:30", "zone": "UTC"}})",
          R"({"in": null, "local": {"time": "24:00", "zone": "UTC"}})",
          R"({"in": null, "local": {"time": "07:60", "zone": "UTC"}})",
          R"({"in": null, "local": {"time": "07:30:60", "zone": "UTC"}})",
          R"({"in": null, "local": {"time": "07-30", "zone": "UTC"}})",
          R"({"in": null, "local": {"time": "07:30", "days": [], "zone": "UTC"}})",
          R"({"in": null, "local": {"time": "07:30", "days": ["monday"],
                                 "zone": "UTC"}})",
          R"({"in": null, "local": {"time": "07:30", "days": "mon",
                                 "zone": "UTC"}})"}) {
        EXPECT_EQ(error_of(over), "bad_recurrence") << over;
    }
    EXPECT_EQ(error_of(R"({"in": null, "local": {"time": "07:30:15", "days": ["mon", "sun"],
                           "zone": "UTC"}})"),
              "");
}

// SCH-007
TEST(Record, TheEventIsTheOwnersOwn) {
    for (const auto* event : {"other.x", "me.", "me", "me.a:b", "me:a", "meow.x", "", "me..x"}) {
        auto data = request();
        data["event"] = event;
        EXPECT_EQ(error_of(data), "bad_event") << event;
    }
    EXPECT_EQ(error_of(R"({"event": null})"), "invalid_record");
    EXPECT_EQ(error_of(R"({"event": "me.a.b-c"})"), "");
}

TEST(Record, NamesWhatIsOfTheWrongType) {
    for (const auto* over : {R"({"id": null})",
                             R"({"id": ""})",
                             R"({"id": 5})",
                             R"({"data": []})",
                             R"({"misfire": "all"})",
                             R"({"grace_s": -1})",
                             R"({"grace_s": "60"})",
                             R"({"ephemeral": 1})",
                             R"({"in": null, "every": {"seconds": 5}, "count": 0})",
                             R"({"in": null, "every": {"seconds": 5}, "count": 1.5})"}) {
        EXPECT_EQ(error_of(over), "invalid_record") << over;
    }
}

TEST(Record, HasDefaults) {
    const auto record = read_record(request(), object(R"({"skill_id": "me"})")).value();
    EXPECT_EQ(record.misfire, Misfire::late);
    EXPECT_EQ(record.grace, 60s);
    EXPECT_FALSE(record.ephemeral);
    EXPECT_EQ(record.data(), json::object{});
}

// SCH-018
TEST(Record, KeepsTheContextOfTheRequestAndNotOneOfTheBody) {
    const auto context = object(R"({"skill_id": "me", "source": null, "odd": [1, 1.5, null]})");
    const auto record =
        read_record(request(R"({"context": {"skill_id": "you"}, "unknown": [7]})"), context)
            .value();
    EXPECT_EQ(record.context, context);
    EXPECT_EQ(record.to_json().at("context"), json::value(context));
    EXPECT_EQ(record.to_json().at("unknown"), json::value(json::array{7}));
}

}  // namespace
}  // namespace utter::scheduler
