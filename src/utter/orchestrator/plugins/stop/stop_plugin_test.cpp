#include "utter/orchestrator/plugins/stop/stop_plugin.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>

#include "utter/bus/local_bus.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

// STOP-005
TEST(StopWords, TellOneThingFromEverythingInEveryLanguage) {
    const StopWords words;
    using Kind = StopWords::Kind;
    EXPECT_EQ(words.find("Stop!", "en-US"), Kind::one_thing);
    EXPECT_EQ(words.find("please be quiet", "en-GB"), Kind::one_thing);
    EXPECT_EQ(words.find("could you stop that", "en-US"), Kind::one_thing);
    EXPECT_EQ(words.find("stop everything", "en-US"), Kind::everything);
    EXPECT_EQ(words.find("Hör auf damit", "de-DE"), Kind::one_thing);
    EXPECT_EQ(words.find("alles stoppen", "de-DE"), Kind::everything);
    EXPECT_EQ(words.find("cállate", "es-ES"), Kind::one_thing);
    EXPECT_EQ(words.find("para todo", "es-ES"), Kind::everything);
}

// STOP-004
TEST(StopWords, NothingElseMeansStop) {
    const StopWords words;
    EXPECT_FALSE(words.find("stop the timer", "en-US"));
    EXPECT_FALSE(words.find("", "en-US"));
    EXPECT_FALSE(words.find("stop", "fr-FR"));
}

class Stop : public testing::Test {
  protected:
    void answer(const std::string& id, json::value claim) {
        skills_.push_back(
            bus_.subscribe("ovos.stop.ping", loop_, [this, id, claim](const Message& ping) {
                ++pings_;
                bus_.publish(
                    ping.reply("ovos.stop.pong", {{"skill_id", id}, {"can_handle", claim}}));
            }));
    }

    static boost::asio::awaitable<void> ask(StopPlugin& plugin,
                                            MatchRequest request,
                                            std::optional<Match>& result) {
        result = co_await plugin.match(std::move(request));
    }

    std::optional<Match> match(const std::string& session, const std::string& said = "stop") {
        std::optional<Match> result;
        const Message entry(
            "ovos.utterance.handle", {}, {{"utterance_id", "u1"}, {"session", object(session)}});
        MatchRequest request{
            entry, {said}, "en-US", session::Session::from_object(object(session))};
        runtime::TaskScope scope(loop_.context().get_executor());
        scope.spawn("match", ask(plugin_, std::move(request), result));
        EXPECT_TRUE(loop_.run_until([&] { return scope.running() == 0; }, 10s));
        return result;
    }

    void settle() {
        bool settled = false;
        loop_.post([&] { settled = true; });
        ASSERT_TRUE(loop_.run_until([&] { return settled; }, 10s));
    }

    runtime::EventLoop loop_;
    bus::LocalBus bus_;
    int pings_ = 0;
    std::vector<bus::Subscription> skills_;
    StopPlugin plugin_{bus_, loop_, 50ms};
};

constexpr const char* timer_and_music = R"({"active_handlers":[
    {"skill_id":"timer","activated_at":300},{"skill_id":"music","activated_at":200}]})";

// STOP-003 STOP-010 STOP-015 STOP-031
TEST_F(Stop, TheOneThatSaysItCanIsStopped) {
    answer("timer", false);
    answer("music", true);
    const auto found = match(timer_and_music).value();
    EXPECT_EQ(found.skill_id, "music");
    EXPECT_EQ(found.intent_name, "stop");
    EXPECT_EQ(json::serialize(found.updated_session.value().at("active_handlers")),
              R"([{"skill_id":"timer","activated_at":300}])");
}

// STOP-008 STOP-009 STOP-011 STOP-018
TEST_F(Stop, WhenNobodySaysSoTheMostRecentIsStopped) {
    answer("stranger", true);
    answer("music", 1);
    const auto found = match(timer_and_music).value();
    EXPECT_EQ(found.skill_id, "timer");
    EXPECT_EQ(found.intent_name, "stop");
}

// STOP-019 STOP-039
TEST_F(Stop, TheFirstAnswerOfThisRoundCounts) {
    const auto answer_twice = [&](const Message& ping) {
        const auto pong = [&](bool claim) {
            return ping.reply("ovos.stop.pong", {{"skill_id", "music"}, {"can_handle", claim}});
        };
        bus_.publish(pong(true).with_context_value("utterance_id", "u0"));
        bus_.publish(pong(true).with_context_value("session", {{"session_id", "other"}}));
        bus_.publish(pong(false));
        bus_.publish(pong(true));
    };
    skills_.push_back(bus_.subscribe("ovos.stop.ping", loop_, answer_twice));
    EXPECT_EQ(match(timer_and_music).value().skill_id, "timer");
}

// STOP-014 PIPE-059
TEST_F(Stop, TheTimeOfActivationDecides) {
    answer("a", true);
    answer("b", true);
    EXPECT_EQ(match(R"({"active_handlers":[{"skill_id":"a","activated_at":100},
                                           {"skill_id":"b","activated_at":900}]})")
                  .value()
                  .skill_id,
              "b");
    EXPECT_EQ(match(R"({"active_handlers":[{"skill_id":"a","activated_at":100},
                                           {"skill_id":"b","activated_at":100}]})")
                  .value()
                  .skill_id,
              "a");
}

// STOP-006 STOP-024 STOP-025 STOP-027
TEST_F(Stop, WithNothingActiveEverythingIsStopped) {
    for (const auto* session : {"{}",
                                R"({"active_handlers":[{"skill_id":"stop","activated_at":1}],
                                    "converse_handlers":[{"skill_id":"stop","activated_at":1}],
                                    "response_mode":{"skill_id":"x","expires_at":9}})"}) {
        const auto found = match(session).value();
        EXPECT_EQ(found.skill_id, "stop");
        EXPECT_EQ(found.intent_name, "global_stop");
        EXPECT_EQ(found.updated_session.value().at("active_handlers"), json::array{});
        EXPECT_EQ(found.updated_session.value().at("converse_handlers"), json::array{});
        EXPECT_FALSE(found.updated_session.value().contains("response_mode"));
    }
    EXPECT_EQ(pings_, 0);
}

// STOP-005 STOP-024
TEST_F(Stop, StopEverythingAsksNobody) {
    answer("timer", true);
    EXPECT_EQ(match(timer_and_music, "stop everything").value().intent_name, "global_stop");
    EXPECT_EQ(pings_, 0);
}

// STOP-030
TEST_F(Stop, OnlyTheTargetsOwnQuestionEnds) {
    answer("timer", true);
    auto session = object(timer_and_music);
    session["response_mode"] = json::object{{"skill_id", "timer"}, {"expires_at", 9}};
    EXPECT_FALSE(
        match(json::serialize(session)).value().updated_session.value().contains("response_mode"));
    session["response_mode"] = json::object{{"skill_id", "music"}, {"expires_at", 9}};
    EXPECT_TRUE(
        match(json::serialize(session)).value().updated_session.value().contains("response_mode"));
}

// STOP-012 STOP-013 STOP-032 STOP-033 STOP-034
TEST_F(Stop, WhatIsDeniedIsNotStopped) {
    answer("timer", true);
    answer("music", true);
    auto session = object(timer_and_music);
    session["blacklisted_skills"] = json::array{"timer"};
    session["blacklisted_intents"] = json::array{"stop"};
    EXPECT_EQ(match(json::serialize(session)).value().skill_id, "music");
    session["blacklisted_intents"] = json::array{"music:stop", "stop:global_stop"};
    EXPECT_FALSE(match(json::serialize(session)));
    EXPECT_FALSE(match(json::serialize(session), "stop everything"));
}

// STOP-028
TEST_F(Stop, ItsOwnHandlerStopsEverythingOnceAndReports) {
    std::vector<std::string> seen;
    const auto tap =
        bus_.subscribe("*", loop_, [&](const Message& message) { seen.push_back(message.type()); });
    bus_.publish(Message("stop:global_stop", {}, {{"utterance_id", "u1"}}));
    settle();
    settle();
    EXPECT_EQ(seen,
              (std::vector<std::string>{"stop:global_stop", "ovos.stop", "utter.handler.done"}));
}

TEST_F(Stop, TakesNoPartInConversationsAndSaysSo) {
    std::vector<Message> pongs;
    const auto tap = bus_.subscribe(
        "ovos.converse.pong", loop_, [&](const Message& message) { pongs.push_back(message); });
    bus_.publish(Message("ovos.converse.ping"));
    bus_.publish(Message(
        "ovos.converse.ping",
        {},
        object(R"({"session":{"converse_handlers":[{"skill_id":"stop","activated_at":1}]}})")));
    settle();
    settle();
    ASSERT_EQ(pongs.size(), 1U);
    EXPECT_EQ(pongs[0].data().at("can_handle"), false);
}

}  // namespace
}  // namespace utter::orchestrator
