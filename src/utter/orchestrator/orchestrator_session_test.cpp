#include "utter/orchestrator/orchestrator.hpp"

#include <gtest/gtest.h>

#include "utter/core/log.hpp"
#include "utter/orchestrator/orchestrator_fixture.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;

using OrchestratorSessions = OrchestratorTest;

// PIPE-003 SES1-013 SES1-015
TEST_F(OrchestratorSessions, ABrokenSessionStartsNoLifecycle) {
    build(claim);
    handle_dispatches({{"ok", true}});
    const log::Capture logs;
    say(R"({"utterances":["a"]})", R"({"session":"x"})");
    say(R"({"utterances":["b"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(count("ovos.session.rejected"), 1U);
    EXPECT_EQ(count("ovos.intent.matched"), 1U);
}

// PIPE-015 PIPE-016 PIPE-038 SES2-019 SES2-020
TEST_F(OrchestratorSessions, APluginsSessionIsTakenButForItsOverridesAndAForeignOneIsNot) {
    bool foreign = false;
    build([&](const MatchRequest& request) {
        auto match = claim(request);
        match->updated_session =
            object(R"({"session_id":"s1","pipeline":["evil"],"persona_id":"p"})");
        if (foreign) match->updated_session = object(R"({"session_id":"s2","persona_id":"q"})");
        return match;
    });
    handle_dispatches({{"ok", true}});
    const auto* context = R"({"session":{"session_id":"s1","blacklisted_skills":["bank.skill"]}})";
    say(R"({"utterances":["play"]})", context);
    ASSERT_TRUE(wait_for_handled());
    const auto session = first("music.skill:play").context().at("session").as_object();
    EXPECT_EQ(session.at("persona_id"), "p");
    EXPECT_EQ(session.at("blacklisted_skills").as_array().size(), 1U);
    EXPECT_FALSE(session.contains("pipeline"));

    foreign = true;
    seen_.clear();
    const log::Capture logs;
    say(R"({"utterances":["play"]})", context);
    ASSERT_TRUE(wait_for_handled());
    EXPECT_FALSE(
        first("music.skill:play").context().at("session").as_object().contains("persona_id"));
}

// SES2-022 SES2-023 SES2-024 SES2-005 PIPE-065
TEST_F(OrchestratorSessions,
       WhatAHandlerWroteIsOnTheTerminalEventsAndRememberedForTheDefaultSession) {
    build(claim);
    handle_dispatches({{"ok", true}}, [](json::object session) {
        session["intent_context"] = json::object{{"who", {{"value", "ada"}}}};
        session["lang"] = "xx";
        return session;
    });
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    for (const auto* topic : {"ovos.intent.handler.complete", "ovos.utterance.handled"}) {
        const auto& session = first(topic).context().at("session").as_object();
        EXPECT_EQ(session.at("intent_context").at("who").at("value"), "ada") << topic;
        EXPECT_FALSE(session.contains("lang")) << topic;
    }
    seen_.clear();
    say(R"({"utterances":["again"]})");
    ASSERT_TRUE(wait_for_handled());
    const auto& session = first("music.skill:play").context().at("session");
    EXPECT_EQ(session.at("intent_context").at("who").at("value"), "ada");
}

// SES2-002 SES2-004 SES2-032
TEST_F(OrchestratorSessions, ANamedSessionIsNotRemembered) {
    build(claim);
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["a"]})", R"({"session":{"session_id":"s1","site_id":"kitchen"}})");
    say(R"({"utterances":["b"]})", R"({"session":{"session_id":"s1"}})");
    ASSERT_TRUE(wait_for_handled(2));
    EXPECT_FALSE(seen_.back().context().at("session").as_object().contains("site_id"));
}

// MSG-018 MSG-046 SES1-042 SES1-050
TEST_F(OrchestratorSessions, NoContextKeyOrSessionFieldStopsAnUtterance) {
    build(claim);
    handle_dispatches({{"ok", true}});
    const log::Capture logs;
    json::array heavy;
    for (int i = 0; i < 100'000; ++i) heavy.emplace_back("a.skill");
    const std::vector<json::object> contexts{
        {},
        object(R"({"foo":null,"bar":1,"baz":[]})"),
        object(R"({"source":7,"destination":{"a":1},"utterance_id":[],"skill_id":7})"),
        object(R"({"session":{"pipeline":7,"lang":{},"location":"here","site_id":null}})"),
        {{"session", {{"session_id", "s1"}, {"blacklisted_skills", std::move(heavy)}}}},
    };
    for (const auto& context : contexts) {
        seen_.clear();
        bus_.publish(Message("ovos.utterance.handle", object(R"({"utterances":["a"]})"), context));
        ASSERT_TRUE(wait_for_handled());
        EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
    }
}

// SES1-005 SES1-007 SES1-010
TEST_F(OrchestratorSessions, APresentFieldIsUsedAndAnOmittedOneIsFilledInAtTheEnd) {
    OrchestratorSettings settings;
    settings.pipeline = {"configured"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<ScriptedPlugin>("configured", claim));
    plugins.push_back(std::make_unique<ScriptedPlugin>("preferred", claim));
    build(settings, std::move(plugins));
    handle_dispatches({{"ok", true}});
    const auto stage = [&](const char* context) {
        seen_.clear();
        say(R"({"utterances":["play"]})", context);
        EXPECT_TRUE(wait_for_handled());
        return std::string(first("ovos.intent.matched").data_string("pipeline_id"));
    };
    EXPECT_EQ(stage("{}"), "configured");
    EXPECT_EQ(stage(R"({"session":{"session_id":"s1","pipeline":["preferred"]}})"), "preferred");
    EXPECT_EQ(stage(R"({"session":{"session_id":"s1"}})"), "configured");
    // The default session has active handlers by now; a named one starts with none.
    EXPECT_EQ(first("ovos.intent.matched").context().at("session").at("active_handlers").as_array(),
              first("music.skill:play").context().at("session").at("converse_handlers").as_array());
    EXPECT_FALSE(
        first("music.skill:play").context().at("session").as_object().contains("pipeline"));
}

// SES1-008 SES1-009 SES2-010 SES2-035
TEST_F(OrchestratorSessions, FourWaysToSayTheDefaultSessionAreOne) {
    build(claim);
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["first"]})", R"({"session":{"site_id":"kitchen"}})");
    ASSERT_TRUE(wait_for_handled());
    for (const auto* context : {"{}",
                                R"({"session":null})",
                                R"({"session":{}})",
                                R"({"session":{"session_id":"default"}})"}) {
        seen_.clear();
        say(R"({"utterances":["again"]})", context);
        ASSERT_TRUE(wait_for_handled());
        for (const auto* topic : {"music.skill:play", "ovos.utterance.handled"}) {
            EXPECT_EQ(first(topic).context().at("session").at("site_id"), "kitchen") << context;
        }
    }
}

// SES1-012 SES1-045 SES1-047 SES1-049 SES2-018 SES2-034 MSG-029 MSG-031
TEST_F(OrchestratorSessions, ANamedSessionTravelsUnchangedButForWhatItsOwnersWrite) {
    build(claim);
    handle_dispatches({{"ok", true}});
    const auto sent = object(R"({"session_id":"s/1:a","lang":"en-US","site_id":"hall",
        "stt_lang":"fr-FR","vendor":{"k":[1,2.5,"x"]}})");
    bus_.publish(Message(
        "ovos.utterance.handle", object(R"({"utterances":["play"]})"), {{"session", sent}}));
    ASSERT_TRUE(wait_for_handled());
    for (const auto& message : seen_) {
        auto session = message.context().at("session").as_object();
        session.erase("active_handlers");
        session.erase("converse_handlers");
        EXPECT_EQ(session, sent) << message.type();
    }
    EXPECT_EQ(first("music.skill:play").context().at("session"),
              first("ovos.utterance.handled").context().at("session"));
}

// SES1-023 SES1-024
TEST_F(OrchestratorSessions, SessionsAreToldApartByTheirIdAlone) {
    build(claim);
    handle_dispatches({{"ok", true}}, [](json::object session) {
        session["intent_context"] = json::object{{"who", session.at("session_id")}};
        return session;
    });
    for (const auto* id : {"a", "A", "a:b/c", " default", "default "}) {
        seen_.clear();
        bus_.publish(Message("ovos.utterance.handle",
                             object(R"({"utterances":["play"]})"),
                             {{"session", {{"session_id", id}}}}));
        ASSERT_TRUE(wait_for_handled());
        const auto& session = first("ovos.utterance.handled").context().at("session").as_object();
        EXPECT_EQ(session.at("session_id"), id);
        EXPECT_EQ(session.at("intent_context"), json::object({{"who", id}}));
        EXPECT_EQ(session.at("active_handlers").as_array().size(), 1U);
    }
}

// SES1-036 SES1-037 SES1-038 SES1-040
TEST_F(OrchestratorSessions, EveryMatcherGetsTheOneLanguageAndTheSignalsStay) {
    OrchestratorSettings settings;
    settings.languages = {"en-US", "de-DE"};
    settings.pipeline = {"first", "second"};
    std::vector<std::string> asked;
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<ScriptedPlugin>("first", [&](const MatchRequest& request) {
        asked.push_back(request.lang);
        return std::nullopt;
    }));
    plugins.push_back(std::make_unique<ScriptedPlugin>("second", [&](const MatchRequest& request) {
        asked.push_back(request.lang);
        return claim(request);
    }));
    build(settings, std::move(plugins));
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["spiel"]})",
        R"({"session":{"session_id":"s1","stt_lang":"fr-FR","detected_lang":"de-DE",
            "request_lang":"en-US","lang":"en-US"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(asked, (std::vector<std::string>{"de-DE", "de-DE"}));
    EXPECT_EQ(first("music.skill:play").data_string("lang"), "de-DE");
    const auto& session = first("ovos.utterance.handled").context().at("session").as_object();
    EXPECT_EQ(session.at("stt_lang"), "fr-FR");
    EXPECT_EQ(session.at("detected_lang"), "de-DE");
    EXPECT_EQ(session.at("request_lang"), "en-US");
    EXPECT_EQ(session.at("lang"), "en-US");
}

// SES1-039
TEST_F(OrchestratorSessions, NoMessageEnablesALanguage) {
    build(claim);
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["spiel"],"lang":"de-DE"})",
        R"({"valid_langs":["de-DE"],"session":{"valid_langs":["de-DE"],"lang":"de-DE"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("music.skill:play").data_string("lang"), "en-US");
}

// SES2-011 SES2-021
TEST_F(OrchestratorSessions, NothingElseOnTheBusMovesASession) {
    build(claim);
    std::vector<Message> orders;
    handler_ = bus_.subscribe(
        "music.skill:play", loop_, [&](const Message& dispatch) { orders.push_back(dispatch); });
    say(R"({"utterances":["play"]})", R"({"session":{"site_id":"hall"}})");
    ASSERT_TRUE(loop_.run_until([&] { return !orders.empty(); }, patience));
    const auto dispatched = orders.front();
    const auto bad = object(R"({"session_id":"default","lang":"xx","site_id":"bad"})");
    for (const auto* topic : {"ovos.utterance.speak",
                              "ovos.utterance.handled",
                              "ovos.intent.handler.complete",
                              "ovos.session.sync",
                              "ovos.session.update_default"}) {
        bus_.publish(dispatched.forward(topic, {{"session", bad}, {"session_data", bad}})
                         .with_context_value("session", bad));
    }
    seen_.clear();
    bus_.publish(
        dispatched.forward(std::string(Orchestrator::handler_done_topic),
                           {{"skill_id", "music.skill"}, {"intent_name", "play"}, {"ok", true}}));
    ASSERT_TRUE(wait_for_handled());
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["again"]})");
    ASSERT_TRUE(wait_for_handled(2));
    for (const auto* topic : {"ovos.intent.handler.complete", "music.skill:play"}) {
        const auto& session = first(topic).context().at("session").as_object();
        EXPECT_EQ(session.at("site_id"), "hall") << topic;
        EXPECT_FALSE(session.contains("lang")) << topic;
    }
}

// SES2-025
TEST_F(OrchestratorSessions, AForgedReportOfAnotherSessionEndsTheHandlerButChangesNothing) {
    build(claim);
    handle_dispatches({{"ok", true}}, [](json::object session) {
        session["session_id"] = "s2";
        session["intent_context"] = json::object{{"who", "mallory"}};
        return session;
    });
    const log::Capture logs;
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s1"}})");
    ASSERT_TRUE(wait_for_handled());
    const auto& session = first("ovos.utterance.handled").context().at("session").as_object();
    EXPECT_EQ(session.at("session_id"), "s1");
    EXPECT_FALSE(session.contains("intent_context"));
    EXPECT_NE(logs.text().find("session.completion_ignored"), std::string::npos);
}

// SES2-029 SES2-030 SES1-001 SES1-022 MSG-022 PIPE-002
TEST_F(OrchestratorSessions, EveryEndingIsHandledOnceWithASoundSession) {
    OrchestratorSettings settings;
    settings.handler_timeout = 20ms;
    build(
        [](const MatchRequest& request) {
            return request.utterances.front() == "hum" ? std::nullopt : claim(request);
        },
        settings);
    const log::Capture logs;
    const auto* context = R"({"source":"","session":{"session_id":"s1","lang":null,"site_id":"",
        "secondary_langs":["de-DE","de-DE"],"intent_context":{"k":null},"pipeline":[],"x":1}})";
    const auto ends_once = [&](const char* utterance) {
        seen_.clear();
        say(utterance, context);
        EXPECT_TRUE(wait_for_handled());
        for (const auto& message : seen_) {
            if (message.type() == "ovos.utterance.handle") continue;
            EXPECT_FALSE(message.context().contains("source")) << message.type();
            const auto& session = message.context().at("session").as_object();
            EXPECT_EQ(session.at("session_id"), "s1") << message.type();
            const auto sound = session::Session::from_object(session);
            EXPECT_EQ(sound.object(), session) << message.type();
        }
        EXPECT_EQ(count("ovos.utterance.handled"), 1U);
        return seen_[seen_.size() - 2].type();
    };
    EXPECT_EQ(ends_once(R"({"utterances":["hum"]})"), "ovos.intent.unmatched");
    EXPECT_EQ(ends_once(R"({"utterances":[]})"), "ovos.intent.unmatched");
    EXPECT_EQ(ends_once(R"({"utterances":["play"]})"), "ovos.intent.handler.error");
    handle_dispatches({{"ok", true}});
    ends_once(R"({"utterances":["play"]})");
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
    handle_dispatches({{"ok", false}, {"exception", "boom"}});
    ends_once(R"({"utterances":["play"]})");
    EXPECT_EQ(count("ovos.intent.handler.error"), 1U);
}

}  // namespace
}  // namespace utter::orchestrator
