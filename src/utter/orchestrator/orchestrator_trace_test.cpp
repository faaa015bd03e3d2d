#include <gmock/gmock.h>

#include <stdexcept>

#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/orchestrator/plugins/template/template_plugin.hpp"

// What an utterance leaves behind for whoever asks why.
namespace utter::orchestrator {
namespace {

class Traces : public OrchestratorTest {
  protected:
    void build_stages() {
        OrchestratorSettings settings;
        settings.pipeline = {"throwing", "denied", "template", "scripted"};
        settings.traces_max = 2;
        std::vector<std::unique_ptr<Plugin>> plugins;
        plugins.push_back(std::make_unique<ScriptedPlugin>(
            "throwing",
            [](const MatchRequest&) -> std::optional<Match> { throw std::runtime_error("boom"); }));
        plugins.push_back(std::make_unique<ScriptedPlugin>("denied", [](const MatchRequest& r) {
            auto match = claim(r);
            match->intent_name = "denied";
            return match;
        }));
        plugins.push_back(std::make_unique<TemplatePlugin>(bus_, loop_));
        plugins.push_back(std::make_unique<ScriptedPlugin>("scripted", [](const MatchRequest& r) {
            return r.utterances.front() == "hum" ? std::nullopt : claim(r);
        }));
        build(settings, std::move(plugins));
        for (const auto* name : {"a", "b"}) {
            bus_.publish(Message("ovos.intent.register.template",
                                 {{"skill_id", "lamp.skill"},
                                  {"intent_name", name},
                                  {"lang", "en-US"},
                                  {"samples", {"light on"}}}));
        }
        handle_dispatches({{"ok", true}});
    }

    json::object ask(const char* topic, const char* data, const char* context = "{}") {
        const auto answer = std::string(topic) + ".response";
        bus_.publish(Message(topic, object(data), object(context)));
        EXPECT_TRUE(loop_.run_until([&] { return count(answer) > 0; }, patience));
        auto out = first(answer).data();
        seen_.clear();
        return out;
    }

    static constexpr const char* session_ =
        R"({"session":{"session_id":"s","lang":"en-US",
            "blacklisted_intents":["music.skill:denied"]}})";
};

TEST_F(Traces, EveryUtteranceLeavesOneTheNewestFirstUpToALimit) {
    build_stages();
    say(R"({"utterances":["first"]})");
    ASSERT_TRUE(wait_for_handled());
    say(R"({"utterances":["hum"]})", session_);
    ASSERT_TRUE(wait_for_handled(2));
    say(R"({"utterances":["play"],"lang":"en-US"})", session_);
    ASSERT_TRUE(wait_for_handled(3));
    seen_.clear();
    const auto all = ask("utter.traces.list", "{}").at("traces").as_array();
    ASSERT_EQ(all.size(), 2U);
    const auto& played = all[0].as_object();
    EXPECT_EQ(played.at("heard"), json::array{"play"});
    EXPECT_EQ(played.at("ending"), "completed");
    EXPECT_EQ(played.at("lang_source"), "data.lang");
    EXPECT_EQ(played.at("session").at("session_id"), "s");
    EXPECT_EQ(played.at("match").at("intent_name"), "play");
    const auto& stages = played.at("stages").as_array();
    ASSERT_EQ(stages.size(), 4U);
    EXPECT_EQ(stages[0].at("outcome"), "failed");
    EXPECT_EQ(stages[0].at("reason"), "boom");
    EXPECT_EQ(stages[1].at("outcome"), "denied");
    EXPECT_EQ(stages[2].at("outcome"), "declined");
    EXPECT_EQ(stages[2].at("reason"), "no template fits");
    EXPECT_EQ(stages[3].at("outcome"), "claimed");
    EXPECT_EQ(all[1].at("ending"), "unmatched");
    EXPECT_EQ(all[1].at("lang_source"), "session.lang");
    EXPECT_EQ(all[0].at("session_fields"), json::array{"blacklisted_intents"});
    EXPECT_EQ(all[1].at("session_fields"), (json::array{"blacklisted_intents", "lang"}));
    EXPECT_EQ(
        ask("utter.traces.list", R"({"session_id":"s","limit":1})").at("traces").as_array().size(),
        1U);
    EXPECT_EQ(ask("utter.traces.list", R"({"session_id":"t"})").at("traces"), json::array{});
}

TEST_F(Traces, WhatIsTooLongIsNotKept) {
    build(claim);
    handle_dispatches({{"ok", true}});
    json::array denied(20'000, "a.skill");
    bus_.publish(Message("ovos.utterance.handle",
                         {{"utterances", json::array{"play"}}},
                         {{"session", {{"session_id", "s"}, {"blacklisted_skills", denied}}}}));
    ASSERT_TRUE(wait_for_handled());
    seen_.clear();
    const auto kept = ask("utter.traces.list", "{}").at("traces").as_array().at(0);
    EXPECT_EQ(kept.at("session"), json::object{});
    EXPECT_EQ(kept.at("match").at("intent_name"), "play");
}

TEST_F(Traces, AnExplanationDecidesAndChangesNothing) {
    build_stages();
    const auto trace = ask("utter.explain",
                           R"({"utterances":["light on"]})",
                           R"({"session":{"blacklisted_intents":["music.skill:denied"],
                               "intent_context":{"k":{"value":"x","turns_remaining":3}}}})")
                           .at("trace")
                           .as_object();
    EXPECT_EQ(trace.at("ending"), "matched");
    EXPECT_EQ(trace.at("match").at("skill_id"), "lamp.skill");
    EXPECT_EQ(trace.at("match").at("intent_name"), "a");
    const auto& stage = trace.at("stages").as_array().back().as_object();
    EXPECT_EQ(stage.at("runner_up"), "lamp.skill:b");
    EXPECT_EQ(stage.at("score"), 1.0);
    EXPECT_EQ(count("lamp.skill:a"), 0U);
    // Neither the default session nor the list of real utterances knows of it.
    EXPECT_EQ(ask("utter.traces.list", "{}").at("traces"), json::array{});
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    const auto session = session::Session::read(seen_.back().context());
    EXPECT_FALSE(session.object().contains("intent_context"));
}

TEST_F(Traces, AFailedHandlerAndACancellationAreTold) {
    build(claim);
    handle_dispatches({{"ok", false}, {"exception", "broke"}});
    const log::Capture log;
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    seen_.clear();
    const auto failed = ask("utter.traces.list", "{}").at("traces").as_array().at(0);
    EXPECT_EQ(failed.at("ending"), "failed");
    EXPECT_EQ(failed.at("detail"), "broke");
}

}  // namespace
}  // namespace utter::orchestrator
