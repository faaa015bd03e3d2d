#include "utter/legacy/scheduled_events.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "utter/bus/local_bus.hpp"

namespace utter::legacy {
namespace {

json::object object(std::string_view text) {
    return parse_json(text).value().as_object();
}

class LegacyEvents : public testing::Test {
  protected:
    LegacyEvents() {
        all_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
        events_.emplace(bus_, executor_);  // after it, so that what is caused is seen last
    }
    [[nodiscard]] const Message& last() const { return seen_.back(); }

    InlineExecutor here_;
    InlineExecutor executor_;
    bus::LocalBus bus_;
    std::vector<Message> seen_;
    bus::Subscription all_;
    std::optional<ScheduledEvents> events_;
};

TEST_F(LegacyEvents, AreKeptByTheScheduler) {
    bus_.publish(Message("mycroft.scheduler.schedule_event",
                         object(R"({"event": "my.skill:tick", "time": 1924905600.5,
                                    "repeat": null, "data": {"n": 1}})"),
                         object(R"({"skill_id": "my.skill", "source": "sat"})")));
    EXPECT_EQ(last().type(), "ovos.scheduler.schedule");
    EXPECT_EQ(last().data(), object(R"({"id": "my.skill:tick", "event": "mycroft-scheduler.fire",
                         "data": {"event": "my.skill:tick", "data": {"n": 1},
                                  "skill_id": "my.skill"},
                         "at": "2030-12-31T00:00:00.500+00:00"})"));
    EXPECT_EQ(last().context(), object(R"({"skill_id": "mycroft-scheduler", "source": "sat"})"));

    bus_.publish(Message("mycroft.scheduler.schedule_event",
                         object(R"({"event": "my.skill:tick", "time": 1924905600,
                                    "repeat": 60, "data": null})")));
    EXPECT_EQ(last().data().at("every"),
              *parse_json(R"({"seconds": 6E1, "start": "2030-12-31T00:00:00+00:00"})"));

    bus_.publish(Message("mycroft.scheduler.remove_event", {{"event", "my.skill:tick"}}));
    EXPECT_EQ(last().type(), "ovos.scheduler.cancel");
    EXPECT_EQ(last().data_string("id"), "my.skill:tick");
}

// LEG-29
TEST_F(LegacyEvents, ComeAsTheyWereAskedFor) {
    bus_.publish(
        Message("mycroft-scheduler.fire",
                object(R"({"event": "my.skill:tick", "data": {"n": 1}, "skill_id": "my.skill"})"),
                object(R"({"skill_id": "mycroft-scheduler", "source": "sat", "session": {},
                           "scheduler": {"id": "my.skill:tick"}})")));
    EXPECT_EQ(last().type(), "my.skill:tick");
    EXPECT_EQ(last().data(), object(R"({"n": 1})"));
    EXPECT_EQ(last().context(),
              object(R"({"skill_id": "my.skill", "source": "sat", "session": {}})"));
    const auto count = seen_.size();
    bus_.publish(Message("mycroft-scheduler.fire", {{"event", "ovos.stop"}}));
    EXPECT_EQ(seen_.size(), count + 1);
}

TEST_F(LegacyEvents, AnUpdateChangesTheDataAlone) {
    for (const auto* topic : {"mycroft.scheduler.update_event", "mycroft.schedule.update_event"}) {
        bus_.publish(Message(topic, object(R"({"event": "my.skill:tick", "data": {"n": 2}})")));
        EXPECT_EQ(last().type(), "ovos.scheduler.get");
        bus_.publish(Message("ovos.scheduler.get.response",
                             object(R"({"ok": true, "record": {"id": "my.skill:tick",
                       "event": "mycroft-scheduler.fire", "at": "2030-12-31T00:00:00+00:00",
                       "data": {"event": "my.skill:tick", "data": {"n": 1}, "skill_id": "s"},
                       "context": {"skill_id": "mycroft-scheduler", "source": "sat"}}})"),
                             object(R"({"skill_id": "mycroft-scheduler"})")));
        EXPECT_EQ(last().type(), "ovos.scheduler.schedule");
        EXPECT_EQ(last().data().at("data"),
                  *parse_json(R"({"event": "my.skill:tick", "data": {"n": 2}, "skill_id": "s"})"));
        EXPECT_EQ(last().data_string("at"), "2030-12-31T00:00:00+00:00");
        EXPECT_EQ(last().context_string("source"), "sat");
    }
}

TEST_F(LegacyEvents, BadOnesAreLeftOut) {
    for (const auto* data : {R"({"event": "", "time": 5})",
                             R"({"event": "a:b"})",
                             R"({"event": "a:b", "time": "soon"})",
                             R"({"event": "a:b", "time": 1e300})",
                             R"({"event": "a b", "time": 5})"}) {
        bus_.publish(Message("mycroft.scheduler.schedule_event", object(data)));
        EXPECT_EQ(last().type(), "mycroft.scheduler.schedule_event") << data;
    }
}

}  // namespace
}  // namespace utter::legacy
