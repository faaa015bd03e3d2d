#include "utter/orchestrator/plugins/phrasing/phrasing_plugin.hpp"

#include <gmock/gmock.h>

#include "utter/core/log.hpp"
#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/orchestrator/plugins/template/template_plugin.hpp"

namespace utter::orchestrator {
namespace {

using testing::HasSubstr;

class PhrasingStage : public OrchestratorTest {
  protected:
    void start() {
        OrchestratorSettings settings;
        settings.pipeline = {"template", "phrasing", "scripted"};
        std::vector<std::unique_ptr<Plugin>> plugins;
        plugins.push_back(std::make_unique<TemplatePlugin>(bus_, loop_));
        plugins.push_back(std::make_unique<PhrasingPlugin>(bus_, loop_));
        plugins.push_back(std::make_unique<ScriptedPlugin>(
            "scripted", [](const MatchRequest&) -> std::optional<Match> { return std::nullopt; }));
        build(settings, std::move(plugins));
        handle_dispatches({{"ok", true}});
        add("lamp.skill", "on", R"(["turn on the lights"])");
        add("timer.skill", "set", R"(["set a timer for {length}"])");
    }

    void add(const char* skill,
             const char* intent,
             const char* samples,
             const char* more = "{}",
             const char* session = "{}") {
        auto data = object(more);
        data["skill_id"] = skill;
        data["intent_name"] = intent;
        data["lang"] = "en-US";
        data["samples"] = parse_json(samples).value();
        bus_.publish(Message(
            "ovos.intent.register.template", std::move(data), {{"session", object(session)}}));
    }

    // The trace of an explanation.
    json::object explain(const std::string& utterance, const char* session = "{}") {
        seen_.clear();
        bus_.publish(Message("utter.explain",
                             {{"utterances", json::array{utterance}}},
                             {{"session", object(session)}}));
        EXPECT_TRUE(loop_.run_until([&] { return count("utter.explain.response") > 0; }, patience));
        return first("utter.explain.response").data().at("trace").as_object();
    }

    std::string claimed(const std::string& utterance, const char* session = "{}") {
        const auto trace = explain(utterance, session);
        const auto* match = trace.if_contains("match");
        if (match == nullptr || !match->is_object()) return "";
        const auto& claim = match->as_object();
        return std::string(claim.at("skill_id").as_string()) + ":" +
               std::string(claim.at("intent_name").as_string());
    }
};

TEST_F(PhrasingStage, ClaimsWhatTheTemplatesDidNotForeseeAndShowsHowSureItIs) {
    start();
    const auto trace = explain("could you get the lamps on please");
    EXPECT_EQ(trace.at("match").at("intent_name"), "on");
    const auto& stage = trace.at("stages").as_array().back().as_object();
    EXPECT_EQ(stage.at("outcome"), "claimed");
    EXPECT_GT(stage.at("score").to_number<double>(), 0.6);
    EXPECT_THAT(std::string(stage.at("reason").as_string()), HasSubstr("lamp.skill:on"));
}

TEST_F(PhrasingStage, LeavesToOthersWhatItIsNotSureOfAndSaysHowNearItWas) {
    start();
    const auto trace = explain("the lamps of the city were beautiful");
    EXPECT_EQ(trace.at("ending"), "unmatched");
    const auto& stage = trace.at("stages").as_array().at(1).as_object();
    EXPECT_EQ(stage.at("outcome"), "declined");
    EXPECT_LT(stage.at("score").to_number<double>(), 0.6);
    EXPECT_THAT(std::string(stage.at("reason").as_string()), HasSubstr("less than"));
}

TEST_F(PhrasingStage, WhatATemplateSaysWordForWordIsTheTemplates) {
    start();
    add("other.skill", "exact", R"(["could you get the lamps on please"])");
    EXPECT_EQ(claimed("could you get the lamps on please"), "other.skill:exact");
}

TEST_F(PhrasingStage, RegistrationsSessionsAndGatesAreTheTemplateStages) {
    start();
    add("door.skill",
        "open",
        R"(["open the hatch"])",
        R"({"requires_context":[{"key":"near","scope":"shared"}]})");
    add("radio.skill", "play", R"(["start the radio"])", "{}", R"({"session_id":"s"})");
    const std::string hatch = "would you open up the hatch please";
    const std::string radio = "would you start up the radio please";
    EXPECT_EQ(claimed(hatch), "");
    EXPECT_EQ(claimed(hatch, R"({"intent_context":{"near":{"value":"x"}}})"), "door.skill:open");
    EXPECT_EQ(claimed(radio), "");
    EXPECT_EQ(claimed(radio, R"({"session_id":"s"})"), "radio.skill:play");

    const std::string lamps = "could you get the lamps on please";
    EXPECT_EQ(claimed(lamps, R"({"blacklisted_skills":["lamp.skill"]})"), "");
    EXPECT_EQ(claimed(lamps, R"({"blacklisted_intents":["lamp.skill:on"]})"), "");
    const json::object lamp{{"skill_id", "lamp.skill"}, {"intent_name", "on"}};
    bus_.publish(Message("ovos.intent.disable", json::object(lamp)));
    EXPECT_EQ(claimed(lamps), "");
    bus_.publish(Message("ovos.intent.enable", json::object(lamp)));
    EXPECT_EQ(claimed(lamps), "lamp.skill:on");
    bus_.publish(Message("ovos.intent.deregister", json::object(lamp)));
    EXPECT_EQ(claimed(lamps), "");
}

TEST_F(PhrasingStage, ARefusedRegistrationIsLoggedOnce) {
    start();
    const log::Capture log;
    add("lamp.skill", "on", R"([])");
    EXPECT_EQ(claimed("could you get the lamps on please"), "lamp.skill:on");
    std::size_t refusals = 0;
    const auto text = log.text();
    for (auto at = text.find("registration_refused"); at != std::string::npos;
         at = text.find("registration_refused", at + 1)) {
        ++refusals;
    }
    EXPECT_EQ(refusals, 1U);
}

}  // namespace
}  // namespace utter::orchestrator
