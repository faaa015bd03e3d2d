#include <gmock/gmock.h>

#include <functional>
#include <stdexcept>

#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/orchestrator/plugins/converse/converse_plugin.hpp"

// The transformer chains of a round: OVOS-TRANSFORM-1.
namespace utter::orchestrator {
namespace {

using testing::ElementsAre;
using transform::Metadata;
using transform::Utterances;

template <class Artifact>
class Scripted final : public transform::Transformer<Artifact> {
  public:
    using Script = std::function<void(Artifact&, json::object&)>;
    Scripted(std::string id, Script script) : id_(std::move(id)), script_(std::move(script)) {}
    [[nodiscard]] std::string_view id() const override { return id_; }
    void transform(Artifact& artifact, json::object& context) override {
        script_(artifact, context);
    }

  private:
    std::string id_;
    Script script_;
};

class Transformed : public OrchestratorTest {
  protected:
    template <class Artifact>
    void add(const std::string& id, typename Scripted<Artifact>::Script script) {
        std::unique_ptr<transform::Transformer<Artifact>> made =
            std::make_unique<Scripted<Artifact>>(id, std::move(script));
        ASSERT_TRUE(orchestrator_->add(std::move(made)).has_value());
    }

    static json::object session_of(const Message& message) {
        return message.context().at("session").as_object();
    }
};

// TRAN-008 TRAN-009 TRAN-011 TRAN-004 PIPE-014 PIPE-039
TEST_F(Transformed, WhatTheUtteranceChainMadeIsWhatIsMatched) {
    OrchestratorSettings settings;
    settings.languages = {"en-US", "pt-PT"};
    build(claim, settings);
    handle_dispatches({{"ok", true}});
    std::optional<std::string> given;
    add<Utterances>("trans", [&](Utterances& utterances, json::object&) {
        given = utterances.lang;
        utterances = {{"turn on the light"}, "en-US"};
    });
    say(R"({"utterances":["liga a luz"],"lang":"pt-PT"})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(given, "pt-PT");
    const auto& dispatch = first("music.skill:play");
    EXPECT_EQ(dispatch.data_string("utterance"), "turn on the light");
    EXPECT_EQ(dispatch.data_string("lang"), "en-US");
    EXPECT_EQ(dispatch.context().at("utterance_transformer_ids"), json::array{"trans"});
}

// TRAN-010 TRAN-011
TEST_F(Transformed, NoLanguageIsMadeUpForTheChainAndOneItTakesBackIsGone) {
    OrchestratorSettings settings;
    settings.languages = {"en-US", "de-DE"};
    build(claim, settings);
    handle_dispatches({{"ok", true}});
    std::vector<std::optional<std::string>> given;
    add<Utterances>("taker", [&](Utterances& utterances, json::object&) {
        given.push_back(utterances.lang);
        utterances.lang.reset();
    });
    say(R"({"utterances":["a"]})", R"({"session":{"session_id":"s","lang":"de-DE"}})");
    say(R"({"utterances":["a"],"lang":"en-US"})",
        R"({"session":{"session_id":"s","lang":"de-DE"}})");
    ASSERT_TRUE(wait_for_handled(2));
    EXPECT_THAT(given, ElementsAre(std::nullopt, std::optional<std::string>("en-US")));
    for (const auto& message : seen_) {
        if (message.type() != "music.skill:play") continue;
        EXPECT_EQ(message.data_string("lang"), "de-DE");
    }
}

// TRAN-014 TRAN-015 TRAN-036
TEST_F(Transformed, NothingLeftIsUnmatchedNotCancelled) {
    build(claim);
    add<Utterances>("deaf", [](Utterances& u, json::object&) { u.candidates.clear(); });
    say(R"({"utterances":["hm"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(topics(),
              (std::vector<std::string>{
                  "ovos.utterance.handle", "ovos.intent.unmatched", "ovos.utterance.handled"}));
    EXPECT_EQ(first("ovos.intent.unmatched").data(), object(R"({"utterances":[]})"));
}

// TRAN-016 TRAN-053 PIPE-061 PIPE-046 I1-059
TEST_F(Transformed, TypedSlotsReachTheHandlerUnlessTheTextChanged) {
    build(claim);
    handle_dispatches({{"ok", true}});
    bool rewrites = false;
    add<Utterances>("rewriter", [&](Utterances& u, json::object&) {
        if (rewrites) u.candidates.front() = "other words";
    });
    const auto* entry = R"({"utterances":["in 5 minutes"],"typed_slots":{
        "duration":[{"span":[3,12],"surface":"5 minutes","value":300}],
        "number":[],"mood":[{"value":"good"}]}})";
    say(entry);
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("music.skill:play").data().at("typed_slots"),
              object(R"({"duration":[{"span":[3,12],"surface":"5 minutes","value":300}]})"));
    rewrites = true;
    seen_.clear();
    say(entry);
    ASSERT_TRUE(wait_for_handled());
    EXPECT_FALSE(first("music.skill:play").data().contains("typed_slots"));
}

class ScriptedSlots final : public transform::TypedSlotsTransformer {
  public:
    using Script = std::function<json::object(const transform::TypedSlotsRequest&)>;
    explicit ScriptedSlots(Script script) : script_(std::move(script)) {}
    [[nodiscard]] std::string_view id() const override { return "scripted"; }
    [[nodiscard]] json::object extract(const transform::TypedSlotsRequest& request) override {
        return script_(request);
    }

  private:
    Script script_;
};

// TRAN-052 TRAN-053 I1-057 I1-060
TEST_F(Transformed, OneProducerOfTypedSlotsRunsBeforeMatchingAndReplacesWhatWasSent) {
    build(claim);
    handle_dispatches({{"ok", true}});
    std::set<std::string> wanted;
    bool fails = false;
    orchestrator_->add(std::make_unique<ScriptedSlots>([&](const auto& request) {
        wanted = request.types;
        if (fails) throw std::runtime_error("boom");
        return object(R"({"duration":[{"span":[3,12],"surface":"5 minutes","value":300}],
                          "mood":[{"span":[0,2],"surface":"in","value":1}],"number":[]})");
    }));
    orchestrator_->add(std::make_unique<ScriptedSlots>(
        [](const auto&) { return object(R"({"number":[{"value":7}]})"); }));
    const auto* entry = R"({"utterances":["in 5 minutes"],"typed_slots":{"number":[{"value":5}]}})";
    const auto dispatched = [&](std::size_t handled) {
        seen_.clear();
        say(entry);
        EXPECT_TRUE(wait_for_handled(handled));
        return first("music.skill:play").data();
    };
    EXPECT_EQ(dispatched(1).at("typed_slots"), object(R"({"number":[{"value":5}]})"))
        << "no intent declares a type, so nobody is asked";
    EXPECT_TRUE(wanted.empty());
    bus_.publish(Message("ovos.intent.register.template",
                         object(R"({"skill_id":"music.skill","intent_name":"wait","lang":"en-US",
                                    "samples":["wait {duration:length}"],
                                    "slot_types":{"when":"date"}})")));
    const auto data = dispatched(1);
    EXPECT_EQ(wanted, (std::set<std::string>{"date", "duration"}));
    EXPECT_EQ(data.at("typed_slots"),
              object(R"({"duration":[{"span":[3,12],"surface":"5 minutes","value":300}]})"));
    EXPECT_EQ(data.at("slots"), object(R"({"genre":"jazz"})"));
    fails = true;
    const log::Capture logs;
    EXPECT_EQ(dispatched(1).at("typed_slots"), object(R"({"number":[{"value":5}]})"));
    EXPECT_NE(logs.text().find("boom"), std::string::npos);
}

// TRAN-017 TRAN-039 PIPE-039
TEST_F(Transformed, AMetadataTransformerReroutesThisVeryUtterance) {
    OrchestratorSettings settings;
    settings.pipeline = {"first"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<ScriptedPlugin>("first", claim));
    plugins.push_back(std::make_unique<ScriptedPlugin>("second", claim));
    build(settings, std::move(plugins));
    handle_dispatches({{"ok", true}});
    add<Metadata>("router", [](Metadata&, json::object& context) {
        context["my.key"] = 7;
        context["session"].as_object()["pipeline"] = json::array{"second"};
    });
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("ovos.intent.matched").data_string("pipeline_id"), "second");
    EXPECT_EQ(first("music.skill:play").context().at("my.key"), 7);
    EXPECT_EQ(session_of(first("music.skill:play")).at("pipeline"), json::array{"second"});
}

// CONV-015
TEST_F(Transformed, HandlerListsThatATransformerWroteAreInOrderAgain) {
    build(claim);
    handle_dispatches({{"ok", true}});
    const auto handler = [](std::string_view id, double at) {
        return json::object{{"skill_id", id}, {"activated_at", at}};
    };
    add<Metadata>("shuffler", [&](Metadata&, json::object& context) {
        auto& session = context["session"].as_object();
        session["converse_handlers"] = json::array{handler("old", 1),
                                                   handler("new", 3),

                                                   handler("old", 2),
                                                   handler("new", 1)};
    });
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s"}})");
    ASSERT_TRUE(wait_for_handled());
    auto handlers = session_of(first("ovos.intent.matched")).at("converse_handlers").as_array();
    handlers.erase(handlers.begin());  // the one that was matched
    EXPECT_EQ(handlers, (json::array{handler("new", 3), handler("old", 2)}));
}

// TRAN-030 TRAN-031
TEST_F(Transformed, ChainsAreChosenWhenTheUtteranceBegins) {
    build(claim);
    handle_dispatches({{"ok", true}});
    add<Metadata>("forbidder", [](Metadata&, json::object& context) {
        context["session"].as_object()["blacklisted_intent_transformers"] = json::array{"tagger"};
    });
    add<Match>("tagger", [](Match& match, json::object&) { match.slots["tag"] = "x"; });
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("music.skill:play").data().at("slots").at("tag"), "x");
    const auto session = session_of(seen_.back());
    seen_.clear();
    bus_.publish(Message(
        "ovos.utterance.handle", {{"utterances", json::array{"play"}}}, {{"session", session}}));
    ASSERT_TRUE(wait_for_handled());
    EXPECT_FALSE(first("music.skill:play").data().at("slots").as_object().contains("tag"));
}

// TRAN-019 TRAN-020 TRAN-021 TRAN-023 TRAN-050 CTX-023
TEST_F(Transformed, AnIntentTransformerAddsSlotsButHijacksNothing) {
    build([](const MatchRequest& request) {
        auto match = claim(request);
        match->updated_session = request.session.object();
        match->updated_session->insert_or_assign(
            "intent_context", json::object{{"music.skill:promoted", {{"value", "y"}}}});
        return match;
    });
    handle_dispatches({{"ok", true}});
    json::value promoted;
    add<Match>("ent", [&](Match& match, json::object& context) {
        match.slots["date"] = "today";
        auto& map = context["session"].as_object()["intent_context"].as_object();
        promoted = map.at("music.skill:promoted");
        map["music.skill:when"] = json::object{{"value", "today"}};
    });
    add<Match>("hijack", [](Match& match, json::object&) {
        match.skill_id = "evil";
        match.intent_name = "steal";
        match.slots["kept"] = "yes";
    });
    const log::Capture log;
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(promoted, object(R"({"value":"y"})"));
    EXPECT_EQ(first("music.skill:play").data().at("slots"),
              object(R"({"genre":"jazz","date":"today","kept":"yes"})"));
    EXPECT_TRUE(session_of(first("music.skill:play"))
                    .at("intent_context")
                    .as_object()
                    .contains("music.skill:when"));
    EXPECT_THAT(log.text(), testing::HasSubstr("transformer.identity_changed"));
}

// TRAN-022 TRAN-047 TRAN-048 PIPE-002
TEST_F(Transformed, ACancellationAnywhereEndsInCancelledAndHandled) {
    build(claim);
    std::string where;
    const auto cancel = [&](const std::string& here, json::object& context) {
        if (where != here) return;
        context["canceled"] = true;
        context["cancel_reason"] = "policy_block";
        context["cancel_by"] = "someone-else";
    };
    add<Utterances>("u", [&](Utterances&, json::object& context) { cancel("u", context); });
    add<Metadata>("m", [&](Metadata&, json::object& context) { cancel("m", context); });
    add<Match>("i", [&](Match&, json::object& context) { cancel("i", context); });
    for (const auto* stage : {"u", "m", "i"}) {
        where = stage;
        seen_.clear();
        say(R"({"utterances":["play"]})", R"({"source":"cli","session":{"session_id":"s"}})");
        ASSERT_TRUE(wait_for_handled());
        EXPECT_EQ(
            topics(),
            (std::vector<std::string>{
                "ovos.utterance.handle", "ovos.utterance.cancelled", "ovos.utterance.handled"}))
            << stage;
        const auto& cancelled = first("ovos.utterance.cancelled");
        EXPECT_EQ(cancelled.data().at("cancel_reason"), "policy_block");
        EXPECT_EQ(cancelled.data().at("cancel_by"), stage);
        EXPECT_EQ(cancelled.context_string("destination"), "cli");
        for (const auto& message : {cancelled, seen_.back()}) {
            EXPECT_EQ(message.context().at("canceled"), true);
            EXPECT_EQ(message.context_string("cancel_reason"), "policy_block");
            EXPECT_EQ(message.context_string("cancel_by"), stage);
            EXPECT_FALSE(session_of(message).contains("active_handlers"));
        }
    }
}

// CONV-037
TEST_F(Transformed, NobodyIsGivenAnAnswerThatATransformerTookAway) {
    OrchestratorSettings settings;
    settings.pipeline = {"converse", "scripted"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<ConversePlugin>(
        bus_, loop_, clock_, ConverseSettings{.window = std::chrono::milliseconds(10)}));
    plugins.push_back(std::make_unique<ScriptedPlugin>("scripted", claim));
    build(settings, std::move(plugins));
    handle_dispatches({{"ok", true}});
    bool takes_away = false;
    add<Metadata>("taker", [&](Metadata&, json::object& context) {
        if (takes_away) context["session"].as_object().erase("response_mode");
    });
    const auto* waiting = R"({"session":{"session_id":"s","response_mode":{
        "skill_id":"music.skill","expires_at":99999999999},
        "converse_handlers":[{"skill_id":"music.skill","activated_at":99999999999}]}})";
    say(R"({"utterances":["yes"]})", waiting);
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(count("music.skill:response"), 1U);
    takes_away = true;
    seen_.clear();
    say(R"({"utterances":["yes"]})", waiting);
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(count("music.skill:response"), 0U);
    EXPECT_EQ(count("music.skill:play"), 1U);
}

// TRAN-042
TEST_F(Transformed, NoProducerAndNoTopicCancels) {
    build(claim);
    handle_dispatches({{"ok", true}});
    bus_.publish(Message("ovos.utterance.cancelled", {{"cancel_reason", "x"}}));
    say(R"({"utterances":["play"]})", R"({"canceled":true,"cancel_reason":"x","cancel_by":"y"})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
    EXPECT_FALSE(first("music.skill:play").context().contains("canceled"));
}

// TRAN-035 TRAN-037
TEST_F(Transformed, OneThatThrowsOrBreaksTheSessionCostsNothing) {
    build(claim);
    handle_dispatches({{"ok", true}});
    add<Metadata>("throws", [](Metadata&, json::object& context) {
        context["partly"] = true;
        throw std::runtime_error("boom");
    });
    add<Metadata>("breaks", [](Metadata&, json::object& context) { context["session"] = "gone"; });
    const log::Capture log;
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s","lang":"de-DE"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("music.skill:play").context().at("partly"), true);
    EXPECT_EQ(session_of(first("music.skill:play")).at("lang"), "de-DE");
    EXPECT_THAT(log.text(), testing::HasSubstr("session.transformation_ignored"));
}

TEST_F(Transformed, AnOrderThatNamesNobodyIsLogged) {
    const log::Capture log;
    OrchestratorSettings settings;
    settings.metadata_transformers = {"ghost"};
    build(claim, settings);
    EXPECT_THAT(log.text(), testing::HasSubstr("transformer.unknown type=metadata id=ghost"));
}

// TRAN-032 TRAN-033
TEST_F(Transformed, EachChainTellsWhatItHasLoaded) {
    build(claim);
    add<Metadata>("m", [](Metadata&, json::object&) {});
    for (const auto* type : {"utterance", "metadata", "intent", "dialog", "audio", "tts"}) {
        bus_.publish(Message(std::string("ovos.transformer.") + type + ".list"));
    }
    ASSERT_TRUE(loop_.run_until([&] { return count("ovos.transformer.intent.list.response") == 1; },
                                patience));
    EXPECT_EQ(first("ovos.transformer.metadata.list.response").data(),
              object(R"({"loaded":["m"],"priorities":{"m":50}})"));
    EXPECT_EQ(first("ovos.transformer.utterance.list.response").data(),
              object(R"({"loaded":[],"priorities":{}})"));
    for (const auto* type : {"dialog", "audio", "tts"}) {
        EXPECT_EQ(count(std::string("ovos.transformer.") + type + ".list.response"), 0U);
    }
}

}  // namespace
}  // namespace utter::orchestrator
