#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "utter/core/log.hpp"
#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/orchestrator/plugins/common_query/common_query_plugin.hpp"
#include "utter/orchestrator/plugins/converse/converse_plugin.hpp"
#include "utter/orchestrator/plugins/fallback/fallback_plugin.hpp"
#include "utter/orchestrator/plugins/keyword/keyword_plugin.hpp"
#include "utter/orchestrator/plugins/stop/stop_plugin.hpp"
#include "utter/orchestrator/plugins/template/template_plugin.hpp"

/// Whole rounds through the real stages, as they look on the bus.
namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;

class SteppedClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override { return time; }
    std::chrono::system_clock::time_point time{1000s};
};

class Stages : public OrchestratorTest {
  protected:
    void start(std::vector<std::string> pipeline) {
        OrchestratorSettings settings;
        settings.pipeline = std::move(pipeline);
        orchestrator_ = std::make_unique<Orchestrator>(loop_, bus_, stepped_, settings);
        add(std::make_unique<StopPlugin>(bus_, loop_, 50ms));
        add(std::make_unique<ConversePlugin>(bus_, loop_, stepped_, ConverseSettings{50ms, 600s}));
        add(std::make_unique<TemplatePlugin>(bus_, loop_));
        add(std::make_unique<KeywordPlugin>(bus_, loop_));
        add(std::make_unique<CommonQueryPlugin>(
            bus_, loop_, CommonQuerySettings{.poll_window = 50ms}));
        add(std::make_unique<FallbackPlugin>(bus_, loop_, 50ms));
        orchestrator_->start();
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
    }

    void add(std::unique_ptr<Plugin> plugin) {
        ASSERT_TRUE(orchestrator_->add_plugin(std::move(plugin)).has_value());
    }

    // A skill that answers every poll with this claim and handles what it is given; `ok` false: its
    // handler fails.
    void skill(const std::string& id, bool claims, json::object done = {{"ok", true}}) {
        for (const auto* poll : {"converse", "stop", "fallback"}) {
            const std::string topic = "ovos." + std::string(poll);
            skills_.push_back(
                bus_.subscribe(topic + ".ping", loop_, [=, this](const Message& ping) {
                    bus_.publish(
                        ping.reply(topic + ".pong", {{"skill_id", id}, {"can_handle", claims}}));
                }));
        }
        skills_.push_back(bus_.subscribe(id + ":*", loop_, [=, this](const Message& dispatch) {
            auto report = done;
            report["skill_id"] = id;
            report["intent_name"] = dispatch.type().substr(id.size() + 1);
            bus_.publish(dispatch.forward("ovos.utterance.speak", {{"utterance", "ok"}}));
            auto end = dispatch.forward("utter.handler.done", report);
            if (asks_) {
                auto session = end.context().at("session").as_object();
                session["response_mode"] = json::object{{"skill_id", id}, {"expires_at", 1030}};
                end = end.with_context_value("session", session);
            }
            bus_.publish(end);
        }));
    }

    void register_fallback(const char* data, json::object context = {}) {
        bus_.publish(Message("ovos.fallback.register", object(data), std::move(context)));
    }

    void publish(const char* topic, const char* data, const char* context = "{}") {
        bus_.publish(Message(topic, object(data), object(context)));
    }

    // One round from its entry; what was seen before is forgotten.
    void round(const std::string& utterance,
               const std::string& session = R"({"session_id":"s1"})") {
        seen_.clear();
        bus_.publish(Message(
            "ovos.utterance.handle",
            {{"utterances", json::array{utterance}}},
            {{"source", "me"}, {"destination", "skills"}, {"session", object(session.c_str())}}));
        ASSERT_TRUE(wait_for_handled());
    }

    [[nodiscard]] bool has(std::string_view topic) const { return count(topic) > 0; }

    [[nodiscard]] json::object session_on(std::string_view topic) const {
        return first(topic).context().at("session").as_object();
    }

    static std::vector<std::string> ids(const json::object& session, std::string_view field) {
        std::vector<std::string> out;
        const auto* list = session.if_contains(field);
        if (list == nullptr) return out;
        for (const auto& member : list->as_array()) {
            out.emplace_back(member.at("skill_id").as_string());
        }
        return out;
    }

    using Ids = std::vector<std::string>;

    bool asks_ = false;  // every handler asks back
    SteppedClock stepped_;
    std::vector<bus::Subscription> skills_;
};

constexpr const char* quiz_and_chat = R"({"session_id":"s1",
    "active_handlers":[{"skill_id":"quiz","activated_at":900},
                       {"skill_id":"chat","activated_at":800}],
    "converse_handlers":[{"skill_id":"quiz","activated_at":900},
                         {"skill_id":"chat","activated_at":800}]})";

// CONV-003 CONV-011 CONV-012
TEST_F(Stages, EveryDispatchPutsItsOwnerAtTheHeadOfTheConversation) {
    start({"stop", "converse", "template", "common_query", "fallback"});
    skill("chat", true);
    publish("ovos.intent.register.template",
            R"({"skill_id":"chat","intent_name":"greet","lang":"en-US","samples":["good day"]})");
    register_fallback(R"({"skill_id":"chat","priority":1})");
    const auto expect_head = [&](std::string_view dispatch, const Ids& expected) {
        ASSERT_TRUE(has(dispatch)) << dispatch;
        for (const auto& topic : {dispatch,
                                  std::string_view("ovos.intent.handler.start"),
                                  std::string_view("ovos.utterance.speak"),
                                  std::string_view("ovos.intent.handler.complete"),
                                  std::string_view("ovos.utterance.handled")}) {
            if (!has(topic)) continue;  // a stop says nothing
            EXPECT_EQ(ids(session_on(topic), "converse_handlers"), expected) << dispatch << topic;
        }
        EXPECT_EQ(count("ovos.utterance.handled"), 1U);
    };
    round("blue", quiz_and_chat);
    expect_head("chat:converse", {"chat", "quiz"});
    auto session = object(quiz_and_chat);
    session["response_mode"] = json::object{{"skill_id", "chat"}, {"expires_at", 2000}};
    round("blue", json::serialize(session));
    expect_head("chat:response", {"chat", "quiz"});
    round("stop", quiz_and_chat);
    expect_head("chat:stop", {"chat", "quiz"});
    round("good day");
    expect_head("chat:greet", {"chat"});
    round("who is who");
    expect_head("chat:fallback", {"chat"});
    round("stop everything");
    expect_head("stop:global_stop", {"stop"});
}

// CONV-001
TEST_F(Stages, NoListIsEverNull) {
    start({"converse"});
    round("blue",
          R"({"session_id":"s1","converse_handlers":null,"response_mode":null,"active_handlers":[
              null,{"skill_id":"chat","activated_at":1}]})");
    const auto session = session_on("ovos.utterance.handled");
    EXPECT_FALSE(session.contains("converse_handlers"));
    EXPECT_FALSE(session.contains("response_mode"));
}

// CONV-002
TEST_F(Stages, ASkillWhoseIdNobodyCouldDispatchToTakesNoPart) {
    start({"converse"});
    skill("a.b", true);
    skills_.push_back(bus_.subscribe("ovos.converse.ping", loop_, [&](const Message& ping) {
        bus_.publish(ping.reply("ovos.converse.pong", {{"skill_id", "a:b"}, {"can_handle", true}}));
    }));
    const log::Capture lines;
    round("blue",
          R"({"session_id":"s1","converse_handlers":[{"skill_id":"a:b","activated_at":900}]})");
    EXPECT_TRUE(has("ovos.intent.unmatched"));
    EXPECT_NE(lines.text().find("pipeline.match_malformed"), std::string::npos);
}

// CONV-010 CONV-034 CONV-035 CONV-042
TEST_F(Stages, OneSkillAtATimeWaitsForAnAnswerAndTimeIsToldWhenSomethingIsSaid) {
    start({"converse", "template", "fallback"});
    skill("quiz", false);
    skill("chat", false);
    for (const auto* id : {"quiz", "chat"}) {
        bus_.publish(Message("ovos.intent.register.template",
                             {{"skill_id", id},
                              {"intent_name", "ask"},
                              {"lang", "en-US"},
                              {"samples", json::array{"ask " + std::string(id)}}}));
    }
    asks_ = true;
    round("ask quiz", "{}");
    // Whoever asks last is the one that waits; what the client brings here has long expired.
    round("ask chat", R"({"response_mode":{"skill_id":"quiz","expires_at":1}})");
    EXPECT_EQ(session_on("ovos.utterance.handled").at("response_mode").at("skill_id"), "chat");
    asks_ = false;
    round("blue", "{}");
    EXPECT_TRUE(has("chat:response"));
    EXPECT_FALSE(has("ovos.converse.ping"));
    EXPECT_FALSE(session_on("ovos.utterance.handled").contains("response_mode"));
    // Answered once; the next is no answer any more.
    round("green", "{}");
    EXPECT_TRUE(has("ovos.intent.unmatched"));
    EXPECT_TRUE(has("ovos.converse.ping"));

    asks_ = true;
    round("ask quiz", "{}");
    asks_ = false;
    seen_.clear();
    stepped_.time += 31s;
    bool passed = false;
    const auto later = loop_.after(1ms, loop_, [&] { passed = true; });
    ASSERT_TRUE(loop_.run_until([&] { return passed; }, patience));
    EXPECT_TRUE(seen_.empty()) << "nobody says that the time is up";
    round("blue", "{}");
    EXPECT_FALSE(has("quiz:response"));
    EXPECT_TRUE(has("ovos.intent.unmatched"));
}

// CONV-030 CONV-032 CONV-038 CONV-040
TEST_F(Stages, APollThatNobodyClaimsLeavesTheConversationAsItWas) {
    start({"converse"});
    skills_.push_back(bus_.subscribe("ovos.converse.ping", loop_, [&](const Message& ping) {
        bus_.publish(ping.reply(
            "ovos.converse.pong",
            {{"skill_id", "chat"}, {"can_handle", false}, {"error_code", "of a later edition"}}));
    }));  // and quiz says nothing
    round("blue", quiz_and_chat);
    EXPECT_TRUE(has("ovos.intent.unmatched"));
    EXPECT_EQ(session_on("ovos.utterance.handled"), object(quiz_and_chat));
    EXPECT_EQ(count("ovos.utterance.handled"), 1U);
}

// CONV-043
TEST_F(Stages, AnOrchestratorThatBeganInBetweenGoesOnWithTheConversation) {
    start({"converse", "template"});
    skill("quiz", false);
    publish("ovos.intent.register.template",
            R"({"skill_id":"quiz","intent_name":"ask","lang":"en-US","samples":["ask me"]})");
    asks_ = true;
    round("ask me");
    const auto carried = session_on("ovos.utterance.handled");
    orchestrator_.reset();
    start({"converse", "template"});
    round("blue", json::serialize(carried));
    EXPECT_TRUE(has("quiz:response"));
}

// CONV-014 CONV-039
TEST_F(Stages, TellsWhoTakesPartInAConversation) {
    start({"template"});
    skill("quiz", false);
    publish("ovos.intent.register.template",
            R"({"skill_id":"quiz","intent_name":"ask","lang":"en-US","samples":["ask me"]})");
    const auto listed = [&](const char* context) {
        seen_.clear();
        publish("ovos.converse.active.list", "{}", context);
        EXPECT_TRUE(
            loop_.run_until([&] { return has("ovos.converse.active.list.response"); }, patience));
        return ids(first("ovos.converse.active.list.response").data(), "converse_handlers");
    };
    EXPECT_EQ(listed("{}"), Ids{});
    round("ask me", "{}");
    EXPECT_EQ(listed("{}"), Ids{"quiz"});
    EXPECT_EQ(session_on("ovos.converse.active.list.response").at("converse_handlers"),
              first("ovos.converse.active.list.response").data().at("converse_handlers"));
    // A question changes nothing, and a session is told apart by its id.
    EXPECT_EQ(listed(R"({"session":{"converse_handlers":[
                  {"skill_id":"evil","activated_at":900}]}})"),
              Ids{"quiz"});
    EXPECT_EQ(listed(R"({"session":{"session_id":"s1","converse_handlers":[
                  {"skill_id":"old","activated_at":399},{"skill_id":"chat","activated_at":900}]}})"),
              Ids{"chat"});
    stepped_.time += 601s;
    EXPECT_EQ(listed("{}"), Ids{});
}

// STOP-007 STOP-036
TEST_F(Stages, TheOneThatIsStoppedIsDispatchedToAndNothingElse) {
    start({"stop"});
    skill("chat", true);
    round("stop", quiz_and_chat);
    EXPECT_EQ(topics(),
              (std::vector<std::string>{"ovos.utterance.handle",
                                        "ovos.stop.ping",
                                        "ovos.stop.pong",
                                        "ovos.intent.matched",
                                        "ovos.intent.handler.start",
                                        "chat:stop",
                                        "ovos.utterance.speak",
                                        "ovos.intent.handler.complete",
                                        "ovos.utterance.handled"}));
    const auto& ping = first("ovos.stop.ping");
    EXPECT_EQ(ping.context_string("destination"), "me") << "a reply";
    EXPECT_EQ(ping.context_string("utterance_id"),
              first("ovos.utterance.handled").context_string("utterance_id"));
    EXPECT_EQ(session_on("ovos.stop.ping"), object(quiz_and_chat));
    EXPECT_EQ(ids(session_on("chat:stop"), "active_handlers"), Ids{"quiz"});
}

// STOP-002 STOP-026 STOP-036
TEST_F(Stages, EverythingIsStoppedOnceHoweverOftenTheStageIsListed) {
    start({"stop", "converse", "stop"});
    round("stop everything", quiz_and_chat);
    EXPECT_EQ(topics(),
              (std::vector<std::string>{"ovos.utterance.handle",
                                        "ovos.intent.matched",
                                        "ovos.intent.handler.start",
                                        "stop:global_stop",
                                        "ovos.stop",
                                        "ovos.intent.handler.complete",
                                        "ovos.utterance.handled"}));
    EXPECT_EQ(first("stop:global_stop").context_string("pipeline_id"), "stop");
    EXPECT_EQ(ids(session_on("stop:global_stop"), "active_handlers"), Ids{"stop"});
}

// STOP-022
TEST_F(Stages, WhatFailsToStopIsStillNoLongerActive) {
    start({"stop"});
    skill("quiz", true, {{"ok", false}, {"exception", "boom"}});
    const log::Capture lines;
    round("stop", quiz_and_chat);
    EXPECT_TRUE(has("ovos.intent.handler.error"));
    EXPECT_EQ(ids(session_on("ovos.utterance.handled"), "active_handlers"), Ids{"chat"});
}

// FALL-003 FALL-005 FALL-023 FALL-024 FALL-025 FALL-029 FALL-031
TEST_F(Stages, AFallbackIsAnOrdinaryRoundOfTheSkillThatTookIt) {
    start({"fallback", "fallback"});
    skill("wiki", true);
    register_fallback(R"({"skill_id":"wiki","priority":30,"session_id":"s9"})",
                      {{"skill_id", "some.tool"}});
    round("who was ada");
    EXPECT_EQ(topics(),
              (std::vector<std::string>{"ovos.utterance.handle",
                                        "ovos.fallback.ping",
                                        "ovos.fallback.pong",
                                        "ovos.intent.matched",
                                        "ovos.intent.handler.start",
                                        "wiki:fallback",
                                        "ovos.utterance.speak",
                                        "ovos.intent.handler.complete",
                                        "ovos.utterance.handled"}));
    EXPECT_EQ(first("wiki:fallback").context_string("pipeline_id"), "fallback");
    const auto session = session_on("wiki:fallback");
    EXPECT_EQ(ids(session, "active_handlers"), Ids{"wiki"});
    EXPECT_EQ(ids(session, "converse_handlers"), Ids{"wiki"});
}

// FALL-021
TEST_F(Stages, WhereNobodyFallsBackTheNextStageIsAsked) {
    start({"fallback", "template"});
    skill("wiki", false);
    register_fallback(R"({"skill_id":"wiki","priority":30})");
    publish("ovos.intent.register.template",
            R"({"skill_id":"wiki","intent_name":"greet","lang":"en-US","samples":["good day"]})");
    round("good day");
    EXPECT_TRUE(has("wiki:greet"));
    round("good night");
    EXPECT_TRUE(has("ovos.intent.unmatched"));
}

// I3-008
TEST_F(Stages, AnEngineTakesNothingThatWasRegisteredForTheOther) {
    start({"template"});
    publish("ovos.intent.register.keyword",
            R"({"skill_id":"a.b","intent_name":"greet","lang":"en-US",
                "required":[{"name":"hi","samples":["good day"]}]})");
    round("good day");
    EXPECT_TRUE(has("ovos.intent.unmatched"));
    orchestrator_.reset();
    start({"keyword"});
    publish("ovos.intent.register.template",
            R"({"skill_id":"a.b","intent_name":"greet","lang":"en-US","samples":["good day"]})");
    round("good day");
    EXPECT_TRUE(has("ovos.intent.unmatched"));
}

// I4-061
TEST_F(Stages, BothEnginesHonourEveryRetraction) {
    for (const auto* stage : {"template", "keyword"}) {
        start({stage});
        skill("a.b", false);
        const auto add = [&] {
            bus_.publish(Message("ovos.intent.register." + std::string(stage),
                                 object(R"({"skill_id":"a.b","intent_name":"greet","lang":"en-US",
                    "samples":["good day"],"required":[{"name":"hi","samples":["good day"]}]})")));
        };
        const auto matches = [&] {
            round("good day");
            return has("a.b:greet");
        };
        constexpr const char* it = R"({"skill_id":"a.b","intent_name":"greet"})";
        add();
        EXPECT_TRUE(matches()) << stage;
        publish("ovos.intent.disable", it);
        EXPECT_FALSE(matches()) << stage;
        publish("ovos.intent.enable", it);
        EXPECT_TRUE(matches()) << stage;
        publish("ovos.intent.deregister", it);
        EXPECT_FALSE(matches()) << stage;
        add();
        EXPECT_TRUE(matches()) << stage;
        publish("ovos.skill.deregister", R"({"skill_id":"a.b"})");
        EXPECT_FALSE(matches()) << stage;
        skills_.clear();
        orchestrator_.reset();
    }
}

// I4-071
TEST_F(Stages, NoRegistrationIsAnswered) {
    start({"template", "keyword", "fallback"});
    const log::Capture lines;
    std::vector<std::string> sent;
    for (const auto& topic : IntentManifest::topics()) {
        if (topic.ends_with("list") || topic.ends_with("describe")) continue;
        sent.push_back(topic);
        bus_.publish(Message(topic, {{"skill_id", "a.b"}}));
    }
    sent.emplace_back("ovos.fallback.register");
    bus_.publish(Message("ovos.fallback.register", {{"skill_id", "a.b"}}));
    bool settled = false;
    loop_.post([&] { loop_.post([&] { settled = true; }); });
    ASSERT_TRUE(loop_.run_until([&] { return settled; }, patience));
    EXPECT_EQ(topics(), sent);
}

// I4-004
TEST_F(Stages, AReportInAnotherSkillsNameIsLogged) {
    start({"template"});
    publish("ovos.intent.register.template",
            R"({"skill_id":"a.b","intent_name":"greet","lang":"en-US","samples":["good day"]})");
    skills_.push_back(bus_.subscribe("a.b:greet", loop_, [&](const Message& dispatch) {
        bus_.publish(dispatch
                         .forward("utter.handler.done",
                                  {{"skill_id", "a.b"}, {"intent_name", "greet"}, {"ok", true}})
                         .with_context_value("skill_id", json::string("mallory")));
    }));
    const log::Capture lines;
    round("good day");
    EXPECT_NE(lines.text().find("WARNING intent.foreign_report skill_id=a.b reported_by=mallory"),
              std::string::npos)
        << lines.text();
}

// I4-086
TEST_F(Stages, ASessionsOwnIntentIsDispatchedTowardsWhoeverSpoke) {
    start({"template"});
    skill("a.b", false);
    publish("ovos.intent.register.template",
            R"({"skill_id":"a.b","intent_name":"greet","lang":"en-US","samples":["good day"]})",
            R"({"session":{"session_id":"s1"}})");
    round("good day");
    EXPECT_EQ(first("a.b:greet").context_string("destination"), "me");
    round("good day", R"({"session_id":"s2"})");
    EXPECT_TRUE(has("ovos.intent.unmatched"));
}

}  // namespace
}  // namespace utter::orchestrator
