#include "utter/scheduler/scheduler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <boost/json/serialize.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/core/instant.hpp"
#include "utter/core/log.hpp"

namespace utter::scheduler {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// Time that passes when told to: the clock can be set, uptime cannot.
class World final : public Clock, public Timers {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override { return wall; }

    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay,
                                    Executor& executor,
                                    Executor::Work work) override {
        const auto id = ++last_id_;
        pending_.emplace(std::pair(uptime + delay, id), std::pair(&executor, std::move(work)));
        return TimerHandle([this, id] {
            std::erase_if(pending_, [id](const auto& one) { return one.first.second == id; });
        });
    }

    void pass(std::chrono::microseconds by) {
        const auto end = uptime + by;
        while (!pending_.empty() && pending_.begin()->first.first <= end) {
            auto [due, what] = std::move(*pending_.begin());
            pending_.erase(pending_.begin());
            move_to(std::max(uptime, due.first));
            what.first->post(std::move(what.second));
        }
        move_to(end);
    }

    // The machine or its process stands still meanwhile.
    void freeze(std::chrono::microseconds by) { move_to(uptime + by); }

    std::chrono::system_clock::time_point wall = parse_instant("2031-01-01T12:00:00Z")->time;
    std::chrono::microseconds uptime{0};

  private:
    void move_to(std::chrono::microseconds to) {
        wall += to - uptime;
        uptime = to;
    }

    std::map<std::pair<std::chrono::microseconds, std::uint64_t>,
             std::pair<Executor*, Executor::Work>>
        pending_;
    std::uint64_t last_id_ = 0;
};

json::object object(std::string_view text) {
    return parse_json(text).value().as_object();
}

class SchedulerService : public testing::Test {
  protected:
    SchedulerService() {
        std::string pattern = testing::TempDir() + "/utter-scheduler-XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        settings_.database = folder_ / "scheduler.db";
        all_ = bus_.subscribe("*", here_, [this](const Message& m) {
            if (m.type().ends_with(".ring") || m.type().ends_with(".response") ||
                m.type() == "ovos.scheduler.missed" || m.type() == "ovos.scheduler.ready") {
                seen_.push_back(m);
            }
        });
    }
    ~SchedulerService() override {
        scheduler_.reset();
        std::filesystem::remove_all(folder_);
    }

    void open() {
        auto opened = Scheduler::open(
            {bus_, executor_, world_, world_, [this] { return world_.uptime; }}, settings_);
        ASSERT_TRUE(opened) << opened.error().detail;
        scheduler_ = std::move(*opened);
    }
    void start() {
        open();
        scheduler_->start();
    }
    // The process is gone for a while.
    void restart_after(std::chrono::microseconds away) {
        scheduler_.reset();
        world_.pass(away);
        seen_.clear();
        start();
    }

    // Sends a request. @return the data of the only answer
    json::object ask(const std::string& request,
                     json::object data,
                     json::object context = {{"skill_id", "me"}}) {
        seen_.clear();
        bus_.publish(Message("ovos.scheduler." + request, std::move(data), std::move(context)));
        std::vector<Message> answers;
        for (const auto& m : seen_) {
            if (m.type() == "ovos.scheduler." + request + ".response") answers.push_back(m);
        }
        EXPECT_EQ(answers.size(), 1U);
        seen_.clear();
        return answers.empty() ? json::object{} : answers.front().data();
    }
    json::object schedule(std::string_view record) {
        auto data = object(record);
        data.emplace("id", "a");
        data.emplace("event", "me.ring");
        auto answer = ask("schedule", std::move(data));
        EXPECT_EQ(answer.at("ok"), json::value(true)) << answer;
        return answer;
    }
    std::size_t count() { return ask("list", {}).at("schedules").as_array().size(); }
    json::object state(const char* id = "a") {
        return ask("get", {{"id", id}}).at("state").as_object();
    }

    // What happened since it was asked last: "ready 1/0", "missed 10:00,..", "fire 10:20 left 3".
    std::vector<std::string> happened() {
        std::vector<std::string> out;
        for (const auto& m : std::exchange(seen_, {})) out.push_back(describe(m));
        return out;
    }
    static std::string describe(const Message& m) {
        const auto text = [](const json::value& v) {
            // The time of the day alone.
            return v.is_null() ? std::string("null") : std::string(v.as_string().subview(11, 8));
        };
        if (m.type() == "ovos.scheduler.ready") {
            return "ready " + json::serialize(m.data().at("schedules")) + "/" +
                   json::serialize(m.data().at("missed")) + " " +
                   std::string(m.data_string("clock"));
        }
        if (m.type() == "ovos.scheduler.missed") {
            std::string out = "missed";
            for (const auto& due : m.data().at("missed").as_array()) out += " " + text(due);
            if (const auto* late = m.data().if_contains("fired_late"))
                out += " late " + text(*late);
            return out + " next " + text(m.data().at("next"));
        }
        const auto& scheduler = m.context().at("scheduler").as_object();
        return "fire " + text(scheduler.at("due")) + " at " + text(scheduler.at("fired")) +
               " left " + json::serialize(scheduler.at("remaining"));
    }
    std::vector<std::string> pass(std::chrono::microseconds by) {
        world_.pass(by);
        return happened();
    }

    std::filesystem::path folder_;
    SchedulerSettings settings_;
    World world_;
    InlineExecutor here_;
    InlineExecutor executor_;
    bus::LocalBus bus_;
    bus::Subscription all_;
    std::vector<Message> seen_;
    std::unique_ptr<Scheduler> scheduler_;
};

// SCH-009 SCH-010
TEST_F(SchedulerService, AnswersOnceToWhoAsked) {
    start();
    seen_.clear();
    bus_.publish(Message("ovos.scheduler.schedule",
                         object(R"({"id": "a", "event": "me.ring", "in": {"seconds": 5}})"),
                         object(R"({"skill_id": "me", "source": "sat", "destination": "hub",
                   "session": {"session_id": "s"}})")));
    ASSERT_EQ(seen_.size(), 1U);
    EXPECT_EQ(seen_[0].type(), "ovos.scheduler.schedule.response");
    EXPECT_EQ(seen_[0].data(), object(R"({"ok": true, "id": "a", "skill_id": "me",
                         "next": "2031-01-01T12:00:05+00:00", "replaced": false})"));
    EXPECT_EQ(seen_[0].context(),
              object(R"({"skill_id": "me", "source": "hub", "destination": "sat",
                         "session": {"session_id": "s"}})"));
}

// SCH-001 SCH-009
TEST_F(SchedulerService, RefusesWithACodeAndAReason) {
    start();
    for (const auto* request : {"schedule", "cancel", "get", "list"}) {
        const auto answer = ask(request, {{"id", "a"}}, {});
        EXPECT_EQ(answer.at("ok"), json::value(false)) << request;
        EXPECT_EQ(answer.at("error"), "invalid_record") << request;
        EXPECT_FALSE(answer.at("reason").as_string().empty()) << request;
    }
    EXPECT_EQ(ask("cancel", {}).at("error"), "invalid_record");
    EXPECT_EQ(ask("get", {{"id", "nobody"}}).at("error"), "invalid_record");
    EXPECT_EQ(count(), 0U);
}

// SCH-019
TEST_F(SchedulerService, FiresWhatWasAskedForInItsContext) {
    start();
    const auto context = object(R"({"skill_id": "me", "source": "sat-7", "destination": "skills",
        "utterance_id": "u", "odd": null, "session": {"session_id": "sat-7", "lang": "de-DE"}})");
    ask("schedule",
        object(R"({"id": "a", "event": "me.ring", "at": "2031-01-01T14:00:05+02:00",
                   "data": {"n": 1, "list": [null]}})"),
        context);
    world_.pass(4999ms);
    EXPECT_TRUE(seen_.empty());
    world_.pass(1ms);
    ASSERT_EQ(seen_.size(), 1U);
    EXPECT_EQ(seen_[0].type(), "me.ring");
    EXPECT_EQ(seen_[0].data(), object(R"({"n": 1, "list": [null]})"));
    auto expected = context;
    expected["scheduler"] = object(R"({"id": "a", "skill_id": "me", "remaining": 0,
        "due": "2031-01-01T14:00:05+02:00", "fired": "2031-01-01T14:00:05+02:00"})");
    EXPECT_EQ(seen_[0].context(), expected);
    EXPECT_EQ(count(), 0U);
}

// SCH-008
TEST_F(SchedulerService, TheSameIdReplaces) {
    start();
    EXPECT_EQ(schedule(R"({"in": {"seconds": 5}})").at("replaced"), json::value(false));
    EXPECT_EQ(schedule(R"({"in": {"seconds": 60}})").at("replaced"), json::value(true));
    EXPECT_EQ(count(), 1U);
    ask("schedule",
        object(R"({"id": "a", "event": "you.ring", "in": {"seconds": 30}})"),
        {{"skill_id", "you"}});
    EXPECT_EQ(count(), 1U);
    EXPECT_THAT(
        pass(1h),
        ElementsAre("fire 12:00:30 at 12:00:30 left 0", "fire 12:01:00 at 12:01:00 left 0"));
}

// SCH-011 SCH-012
TEST_F(SchedulerService, EachOwnerSeesAndCancelsItsOwn) {
    start();
    schedule(R"({"in": {"seconds": 5}})");
    EXPECT_EQ(ask("cancel", {{"id", "a"}}, {{"skill_id", "you"}}),
              object(R"({"ok": true, "existed": false})"));
    EXPECT_EQ(ask("list", {}, {{"skill_id", "you"}}), object(R"({"ok": true, "schedules": []})"));
    EXPECT_EQ(ask("cancel", {{"id", "a"}}), object(R"({"ok": true, "existed": true})"));
    EXPECT_EQ(ask("cancel", {{"id", "a"}}), object(R"({"ok": true, "existed": false})"));
    EXPECT_THAT(pass(1h), IsEmpty());
}

// SCH-031
TEST_F(SchedulerService, NamingAnotherOwnerIsRefused) {
    start();
    schedule(R"({"in": {"seconds": 5}})");
    for (const auto* request : {"cancel", "get", "list"}) {
        EXPECT_EQ(
            ask(request, {{"id", "a"}, {"skill_id", "me"}}, {{"skill_id", "you"}}).at("error"),
            "skill_id_mismatch")
            << request;
    }
    EXPECT_EQ(count(), 1U);
}

TEST_F(SchedulerService, ShowsRecordAndState) {
    start();
    schedule(R"({"every": {"seconds": 600}, "count": 3, "unknown": 7})");
    world_.pass(10min);
    EXPECT_EQ(ask("get", {{"id", "a"}}), object(R"({"ok": true,
                  "record": {"id": "a", "event": "me.ring", "every": {"seconds": 600}, "count": 3,
                             "unknown": 7, "context": {"skill_id": "me"}},
                  "state": {"next": "2031-01-01T12:20:00+00:00",
                            "last_fired": "2031-01-01T12:10:00+00:00",
                            "missed": [], "remaining": 2}})"));
}

// SCH-010 SCH-018 SCH-029
TEST_F(SchedulerService, ARestartLosesNothing) {
    start();
    EXPECT_THAT(happened(), ElementsAre("ready 0/0 synchronized"));
    const auto context = object(R"({"skill_id": "me", "session": {"session_id": "s", "x": null}})");
    ask("schedule",
        object(R"({"id": "a", "event": "me.ring", "at": "2031-01-01T13:00:00Z"})"),
        context);
    restart_after(30min);
    EXPECT_THAT(happened(), ElementsAre("ready 1/0 synchronized"));
    world_.pass(30min);
    ASSERT_EQ(seen_.size(), 1U);
    auto replayed = seen_[0].context();
    EXPECT_EQ(replayed.erase("scheduler"), 1U);
    EXPECT_EQ(replayed, context);
    restart_after(1s);
    EXPECT_THAT(happened(), ElementsAre("ready 0/0 synchronized"));
}

// SCH-022 SCH-023 SCH-024 SCH-029
TEST_F(SchedulerService, AfterDowntimeTheNewestMissedOneFiresLate) {
    start();
    schedule(R"({"every": {"seconds": 600, "start": "2031-01-01T12:00:00Z"}, "count": 6})");
    EXPECT_THAT(pass(5min), ElementsAre("fire 12:00:00 at 12:00:00 left 5"));
    restart_after(37min);
    EXPECT_THAT(
        happened(),
        ElementsAre("ready 1/1 synchronized",
                    "missed 12:10:00 12:20:00 12:30:00 12:40:00 late 12:40:00 next 12:50:00",
                    "fire 12:40:00 at 12:42:00 left 1"));
    EXPECT_THAT(state().at("missed").as_array(), IsEmpty());
    EXPECT_THAT(pass(1h), ElementsAre("fire 12:50:00 at 12:50:00 left 0"));
    EXPECT_TRUE(state().at("next").is_null());
}

// SCH-022
TEST_F(SchedulerService, TheMissedAndTheOneStillInTime) {
    start();
    schedule(R"({"every": {"seconds": 600, "start": "2031-01-01T12:00:00Z"}})");
    world_.pass(5min);
    restart_after(35min + 30s);
    EXPECT_THAT(happened(),
                ElementsAre("ready 1/1 synchronized",
                            "missed 12:10:00 12:20:00 12:30:00 late 12:30:00 next 12:40:00",
                            "fire 12:30:00 at 12:40:30 left null",
                            "fire 12:40:00 at 12:40:30 left null"));
}

// SCH-022 SCH-023
TEST_F(SchedulerService, SkippedOnesAreGone) {
    start();
    schedule(R"({"every": {"seconds": 600, "start": "2031-01-01T12:00:00Z"}, "count": 6,
                 "misfire": "skip"})");
    world_.pass(5min);
    restart_after(37min);
    const std::string missed = "missed 12:10:00 12:20:00 12:30:00 12:40:00 next 12:50:00";
    EXPECT_THAT(happened(), ElementsAre("ready 1/1 synchronized", missed));
    EXPECT_EQ(state().at("missed").as_array().size(), 4U);
    EXPECT_EQ(state().at("remaining"), json::value(1));
    restart_after(1min);
    EXPECT_THAT(happened(), ElementsAre("ready 1/0 synchronized"));
}

// SCH-025
TEST_F(SchedulerService, AMissedOneShotIsOver) {
    start();
    schedule(R"({"at": "2031-01-01T13:00:00Z", "misfire": "skip"})");
    ask("schedule", object(R"({"id": "b", "event": "me.ring", "at": "2031-01-01T13:00:00Z"})"));
    restart_after(2h);
    EXPECT_THAT(happened(),
                ElementsAre("ready 2/2 synchronized",
                            "missed 13:00:00 next null",
                            "missed 13:00:00 late 13:00:00 next null",
                            "fire 13:00:00 at 14:00:00 left 0"));
    EXPECT_EQ(count(), 0U);
}

TEST_F(SchedulerService, AnInstantOfThePastIsDueAtOnce) {
    start();
    EXPECT_EQ(schedule(R"({"at": "2031-01-01T11:59:30Z"})").at("next"),
              "2031-01-01T11:59:30+00:00");
    EXPECT_THAT(pass(0s), ElementsAre("fire 11:59:30 at 12:00:00 left 0"));
    EXPECT_TRUE(schedule(R"({"at": "2031-01-01T11:00:00Z"})").at("next").is_null());
    EXPECT_THAT(
        pass(0s),
        ElementsAre("missed 11:00:00 late 11:00:00 next null", "fire 11:00:00 at 12:00:00 left 0"));
}

// SCH-013 SCH-021
TEST_F(SchedulerService, ALateFireIsAMisfireAndShiftsNothing) {
    start();
    schedule(R"({"every": {"seconds": 100}})");
    world_.freeze(170s);
    EXPECT_THAT(pass(0s),
                ElementsAre("missed 12:01:40 late 12:01:40 next 12:03:20",
                            "fire 12:01:40 at 12:02:50 left null"));
    EXPECT_THAT(pass(40s), ElementsAre("fire 12:03:20 at 12:03:20 left null"));
}

// SCH-020
TEST_F(SchedulerService, FiresInOrderAndOnTime) {
    start();
    for (const auto* id : {"c", "b", "a"}) {
        ask("schedule",
            {{"id", id},
             {"event", "me.ring"},
             {"in",
              {{"seconds",
                id[0] == 'a'   ? 90.25
                : id[0] == 'b' ? 3601
                               : 0.5}}}});
    }
    EXPECT_THAT(pass(2h),
                ElementsAre("fire 12:00:00 at 12:00:00 left 0",
                            "fire 12:01:30 at 12:01:30 left 0",
                            "fire 13:00:01 at 13:00:01 left 0"));
}

// SCH-017
TEST_F(SchedulerService, ADelayTakesItsTimeWhateverTheClockShows) {
    for (const auto step : {1h, -1h}) {
        start();
        schedule(R"({"in": {"seconds": 300}})");
        world_.pass(100s);
        world_.wall += step;
        scheduler_->clock_changed();
        EXPECT_THAT(pass(199s), IsEmpty());
        EXPECT_EQ(pass(1s).size(), 1U);
        scheduler_.reset();
    }
}

// SCH-017
TEST_F(SchedulerService, ADelayThatSpansARestartIsAnInstant) {
    start();
    schedule(R"({"in": {"seconds": 300}})");
    world_.wall += 1h;
    scheduler_->clock_changed();
    restart_after(4min);
    EXPECT_THAT(happened(), ElementsAre("ready 1/0 synchronized"));
    EXPECT_THAT(pass(1min), ElementsAre("fire 13:05:00 at 13:05:00 left 0"));
}

// SCH-035
TEST_F(SchedulerService, AClockSetForwardMakesMisfires) {
    start();
    schedule(R"({"every": {"seconds": 1800}})");
    world_.wall += 2h;
    scheduler_->clock_changed();
    EXPECT_THAT(pass(0s),
                ElementsAre("missed 12:30:00 13:00:00 13:30:00 late 13:30:00 next 14:00:00",
                            "fire 13:30:00 at 14:00:00 left null",
                            "fire 14:00:00 at 14:00:00 left null"));
}

// SCH-026 SCH-035
TEST_F(SchedulerService, AClockSetBackRepeatsNothing) {
    start();
    schedule(R"({"every": {"seconds": 1800}})");
    EXPECT_EQ(pass(1h).size(), 2U);
    world_.wall -= 2h;
    scheduler_->clock_changed();
    EXPECT_THAT(pass(2h), IsEmpty());
    EXPECT_THAT(pass(30min), ElementsAre("fire 13:30:00 at 13:30:00 left null"));
}

// SCH-035
TEST_F(SchedulerService, NoticesByItselfThatTheClockWasSet) {
    start();
    schedule(R"({"at": "2031-01-01T18:00:00Z"})");
    world_.wall += 6h;
    EXPECT_THAT(pass(1min), ElementsAre("fire 18:00:00 at 18:01:00 left 0"));
}

// SCH-036 SCH-037
TEST_F(SchedulerService, WaitsForAClockThatCannotBeRight) {
    start();
    schedule(R"({"at": "2031-01-01T13:00:00Z"})");
    scheduler_.reset();
    world_.wall = std::chrono::sys_days(std::chrono::year(1970) / 1 / 1);
    seen_.clear();
    start();
    EXPECT_THAT(happened(), ElementsAre("ready 1/0 unsynchronized"));
    ask("schedule", object(R"({"id": "b", "event": "me.ring", "at": "1970-01-01T00:10:00Z"})"));
    ask("schedule", object(R"({"id": "c", "event": "me.ring", "in": {"seconds": 300}})"));
    EXPECT_EQ(count(), 3U);
    // A delay needs no clock; an instant does.
    EXPECT_THAT(pass(1h), ElementsAre("fire 00:05:00 at 00:05:00 left 0"));
    world_.wall = parse_instant("2031-01-01T13:00:10Z")->time;
    scheduler_->clock_changed();
    EXPECT_THAT(pass(0s),
                ElementsAre("ready 2/1 synchronized",
                            "missed 00:10:00 late 00:10:00 next null",
                            "fire 00:10:00 at 13:00:10 left 0",
                            "fire 13:00:00 at 13:00:10 left 0"));
}

// SCH-036 SCH-037
TEST_F(SchedulerService, WhatIsStoredWhileTheClockIsWrongDoesNotVouchForIt) {
    start();
    schedule(R"({"at": "2031-01-01T13:00:00Z"})");
    scheduler_.reset();
    world_.wall -= 24h * 365;
    start();
    schedule(R"({"at": "2031-01-01T14:00:00Z"})");
    restart_after(1min);
    EXPECT_THAT(happened(), ElementsAre("ready 1/0 unsynchronized"));
}

// SCH-038
TEST_F(SchedulerService, ASignalSaysThatTheClockIsRight) {
    start();
    schedule(R"({"at": "2031-01-01T13:00:00Z"})");
    scheduler_.reset();
    world_.wall -= 5min;
    start();
    bus_.publish(Message("system.clock.synced"));
    bus_.publish(Message("system.clock.synced"));
    EXPECT_THAT(happened(), ElementsAre("ready 1/0 unsynchronized", "ready 1/0 synchronized"));
}

// SCH-028
TEST_F(SchedulerService, WhatIsEphemeralEndsWithTheProcess) {
    start();
    schedule(R"({"every": {"seconds": 60}, "ephemeral": true})");
    EXPECT_EQ(pass(1min).size(), 1U);
    restart_after(1s);
    EXPECT_THAT(happened(), ElementsAre("ready 0/0 synchronized"));
    EXPECT_EQ(count(), 0U);
    // What was stored is not found again once it has become ephemeral.
    schedule(R"({"every": {"seconds": 60}})");
    schedule(R"({"every": {"seconds": 60}, "ephemeral": true})");
    restart_after(1s);
    EXPECT_EQ(count(), 0U);
}

// SCH-014
TEST_F(SchedulerService, AnOwnerThatStartsAgainKeepsItsPhase) {
    start();
    schedule(R"({"every": {"seconds": 3600}})");
    restart_after(40min);
    const auto answer = schedule(R"({"every": {"seconds": 3600}})");
    EXPECT_EQ(answer.at("next"), "2031-01-01T13:00:00+00:00");
    EXPECT_EQ(answer.at("replaced"), json::value(true));
}

// SCH-033
TEST_F(SchedulerService, FiresForAnOwnerThatIsNotThere) {
    start();
    schedule(R"({"every": {"seconds": 60}})");
    EXPECT_EQ(pass(10min).size(), 10U);
    restart_after(1s);
    EXPECT_EQ(happened().size(), 1U);
    EXPECT_EQ(pass(10min).size(), 10U);
}

TEST_F(SchedulerService, BoundsHowManyOneOwnerAndAllHave) {
    settings_.database.clear();
    settings_.owner_schedules_max = 2;
    settings_.schedules_max = 3;
    start();
    const auto add = [this](const std::string& owner, const char* id, const char* more) {
        auto data = object(more);
        data["id"] = id;
        data["event"] = owner + ".ring";
        return std::string(json::serialize(ask("schedule", data, {{"skill_id", owner}})));
    };
    add("me", "a", R"({"in": {"seconds": 5000}})");
    add("me", "b", R"({"every": {"seconds": 1}, "count": 1})");
    EXPECT_THAT(add("me", "c", R"({"in": {"seconds": 5}})"),
                testing::HasSubstr("'me' already has 2 schedules"));
    EXPECT_THAT(add("me", "a", R"({"in": {"seconds": 5000}})"),
                testing::HasSubstr("replaced\":true"));
    // One that has come to its end makes way.
    world_.pass(10s);
    EXPECT_THAT(add("me", "c", R"({"in": {"seconds": 5000}})"), testing::HasSubstr("\"ok\":true"));
    EXPECT_EQ(count(), 2U);
    add("you", "a", R"({"in": {"seconds": 5}})");
    EXPECT_THAT(add("they", "a", R"({"in": {"seconds": 5}})"),
                testing::HasSubstr("already 3 schedules"));
}

TEST_F(SchedulerService, AReceiverMayCancelWhatItIsToldOf) {
    start();
    schedule(R"({"every": {"seconds": 60}})");
    InlineExecutor owner;
    const auto cancels = bus_.subscribe("me.ring", owner, [this](const Message&) {
        bus_.publish(Message("ovos.scheduler.cancel", {{"id", "a"}}, {{"skill_id", "me"}}));
    });
    world_.pass(10min);
    EXPECT_EQ(count(), 0U);
}

// SCH-009 SCH-010
TEST_F(SchedulerService, WhatCannotBeStoredIsRefusedAndChangesNothing) {
    start();
    schedule(R"({"in": {"seconds": 60}})");
    scheduler_.reset();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(settings_.database.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database,
                           "CREATE TRIGGER put BEFORE INSERT ON schedule BEGIN"
                           " SELECT raise(ABORT, 'the disk is full'); END;"
                           "CREATE TRIGGER del BEFORE DELETE ON schedule BEGIN"
                           " SELECT raise(ABORT, 'the disk is full'); END;",
                           nullptr,
                           nullptr,
                           nullptr),
              SQLITE_OK);
    sqlite3_close(database);
    start();
    const auto before = state();
    const auto answer =
        ask("schedule", object(R"({"id": "a", "event": "me.ring", "in": {"seconds": 5}})"));
    EXPECT_EQ(answer.at("error"), "internal");
    EXPECT_EQ(answer.at("reason"), "it could not be stored: the disk is full");
    EXPECT_EQ(ask("cancel", {{"id", "a"}}).at("error"), "internal");
    EXPECT_EQ(state(), before);
    // It fires all the same, and only once in this run.
    const log::Capture logs;
    EXPECT_EQ(pass(10min).size(), 1U);
    EXPECT_TRUE(logs.text().contains("scheduler.not_stored")) << logs.text();
}

}  // namespace
}  // namespace utter::scheduler
