#include "utter/orchestrator/orchestrator.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "utter/core/log.hpp"
#include "utter/orchestrator/orchestrator_fixture.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// Answers long after anybody waits for it.
class HangingPlugin final : public Plugin {
  public:
    [[nodiscard]] std::string_view pipeline_id() const override { return "hanging"; }
    [[nodiscard]] asio::awaitable<std::optional<Match>> match(MatchRequest) override {
        asio::steady_timer timer(co_await asio::this_coro::executor, 24h);
        co_await timer.async_wait(asio::use_awaitable);
        co_return std::nullopt;
    }
};

// Does not react to its cancellation, and claims all the same.
class LatePlugin final : public Plugin {
  public:
    LatePlugin(runtime::EventLoop& loop, bool& claimed) : loop_(loop), claimed_(claimed) {}
    [[nodiscard]] std::string_view pipeline_id() const override { return "late"; }
    [[nodiscard]] asio::awaitable<std::optional<Match>> match(MatchRequest request) override {
        asio::steady_timer timer(loop_.context(), 40ms);
        const asio::cancellation_slot none;  // so nobody can cancel it
        co_await timer.async_wait(asio::bind_cancellation_slot(none, asio::use_awaitable));
        auto match = claim(request);
        match->updated_session = object(R"({"lang":"xx"})");
        claimed_ = true;
        co_return match;
    }

  private:
    runtime::EventLoop& loop_;
    bool& claimed_;
};

// PIPE-001 PIPE-053 PIPE-060 PIPE-064 PIPE-066 PIPE-069 MSG-034
TEST_F(OrchestratorTest, AMatchedUtteranceRunsThroughItsWholeLifecycle) {
    build(claim);
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["play jazz"],"lang":"en-US"})",
        R"({"source":"cli","session":{"session_id":"s1"},"trace":"t"})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(topics(),
              (std::vector<std::string>{"ovos.utterance.handle",
                                        "ovos.intent.matched",
                                        "ovos.intent.handler.start",
                                        "music.skill:play",
                                        "ovos.utterance.speak",
                                        "ovos.intent.handler.complete",
                                        "ovos.utterance.handled"}));
    EXPECT_EQ(first("ovos.intent.matched").data(),
              object(R"({"skill_id":"music.skill","intent_name":"play","lang":"en-US",
                  "utterance":"play jazz","slots":{"genre":"jazz"},"pipeline_id":"scripted"})"));
    EXPECT_EQ(first("music.skill:play").data(),
              object(R"({"lang":"en-US","utterance":"play jazz","slots":{"genre":"jazz"}})"));
    EXPECT_EQ(first("ovos.intent.handler.start").data(),
              object(R"({"skill_id":"music.skill","intent_name":"play"})"));
}

// PIPE-004 PIPE-005 PIPE-054 PIPE-055 PIPE-071 MSG-019 MSG-033 MSG-047 MSG-048
TEST_F(OrchestratorTest, TheRoutingPairFlipsOnceAndTheIdIsStampedFresh) {
    build(claim);
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["play jazz"]})",
        R"({"source":"sat","destination":"hub","trace":"t","utterance_id":"evil"})");
    ASSERT_TRUE(wait_for_handled());
    const std::string id(first("music.skill:play").context_string("utterance_id"));
    EXPECT_NE(id, "evil");
    EXPECT_FALSE(id.empty());
    for (const auto& message : seen_) {
        if (message.type() == "ovos.utterance.handle") continue;
        EXPECT_EQ(message.context_string("source"), "hub") << message.type();
        EXPECT_EQ(message.context_string("destination"), "sat") << message.type();
        EXPECT_EQ(message.context_string("utterance_id"), id) << message.type();
        EXPECT_EQ(message.context_string("trace"), "t") << message.type();
        EXPECT_EQ(message.context_string("skill_id"), "music.skill") << message.type();
        EXPECT_EQ(message.context_string("pipeline_id"), "scripted") << message.type();
    }
}

// PIPE-002 PIPE-048 PIPE-070
TEST_F(OrchestratorTest, WhatNobodyClaimsIsUnmatchedAndHandled) {
    build([](const MatchRequest&) { return std::nullopt; });
    say(R"({"utterances":["hum"]})", R"({"source":"cli"})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(topics(),
              (std::vector<std::string>{
                  "ovos.utterance.handle", "ovos.intent.unmatched", "ovos.utterance.handled"}));
    EXPECT_EQ(first("ovos.intent.unmatched").data(),
              object(R"({"utterances":["hum"],"lang":"en-US"})"));
    EXPECT_EQ(first("ovos.utterance.handled").context_string("destination"), "cli");
}

// PIPE-009 PIPE-040
TEST_F(OrchestratorTest, NoPluginIsAskedAboutNothing) {
    bool asked = false;
    build([&](const MatchRequest& request) {
        asked = true;
        return claim(request);
    });
    const log::Capture logs;
    for (const auto* data :
         {R"({"utterances":[]})", R"({"utterances":["  "]})", R"({"utterances":7})", "{}"}) {
        say(data);
    }
    ASSERT_TRUE(wait_for_handled(4));
    EXPECT_EQ(count("ovos.intent.unmatched"), 4U);
    EXPECT_FALSE(asked);
}

// PIPE-064 PIPE-066
TEST_F(OrchestratorTest, AHandlersErrorEndsTheLifecycleWithItsText) {
    build(claim);
    handle_dispatches({{"ok", false}, {"exception", "boom"}});
    const log::Capture logs;
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("ovos.intent.handler.error").data(),
              object(R"({"skill_id":"music.skill","intent_name":"play","exception":"boom"})"));
    EXPECT_EQ(count("ovos.intent.handler.complete"), 0U);
    EXPECT_EQ(count("ovos.intent.unmatched"), 0U);
}

// PIPE-067
TEST_F(OrchestratorTest, ASilentHandlerEndsAtItsBoundAndALateReportChangesNothing) {
    OrchestratorSettings settings;
    settings.handler_timeout = 20ms;
    build(claim, settings);
    const log::Capture logs;
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_NE(first("ovos.intent.handler.error").data_string("exception").find("within 20 ms"),
              std::string::npos);
    EXPECT_EQ(count("ovos.utterance.speak"), 1U) << "whoever waits hears so";
    bus_.publish(
        first("music.skill:play")
            .forward(std::string(Orchestrator::handler_done_topic),
                     {{"skill_id", "music.skill"}, {"intent_name", "play"}, {"ok", true}}));
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["play again"]})");
    ASSERT_TRUE(wait_for_handled(2));
    EXPECT_EQ(count("ovos.utterance.handled"), 2U);
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
}

// PIPE-048 PIPE-067
TEST_F(OrchestratorTest, ASkillThatIsGoneEndsItsRoundLongBeforeTheBoundAndAudibly) {
    OrchestratorSettings settings;
    settings.handler_timeout = 60s;
    settings.pulse_every = 5ms;
    build(claim, settings);
    const log::Capture logs;
    bus_.publish(Message("utter.skill.pong", {{"skill_id", "music.skill"}, {"busy", false}}));
    say(R"({"utterances":["play"]})", R"({"source":"me"})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_NE(first("ovos.intent.handler.error").data_string("exception").find("still running"),
              std::string::npos);
    ASSERT_EQ(count("ovos.utterance.speak"), 1U);
    EXPECT_EQ(first("ovos.utterance.speak").context_string("destination"), "me");
    EXPECT_EQ(first("ovos.utterance.speak").data(),
              object(R"({"utterance":"Sorry, something went wrong.","lang":"en-US"})"));

    // One that works is waited for, however long it takes.
    int questions = 0;
    const auto at_work = bus_.subscribe("utter.skill.ping", loop_, [&](const Message& ping) {
        bus_.publish(ping.reply("utter.skill.pong",
                                {{"skill_id", ping.data_string("skill_id")}, {"busy", true}}));
        if (++questions == 5) {
            const auto dispatch = std::ranges::find_if(seen_, [](const Message& m) {
                return m.type() == "music.skill:play" && m.data_string("utterance") == "play on";
            });
            bus_.publish(dispatch->forward(
                std::string(Orchestrator::handler_done_topic),
                {{"skill_id", "music.skill"}, {"intent_name", "play"}, {"ok", true}}));
        }
    });
    say(R"({"utterances":["play on"]})");
    ASSERT_TRUE(wait_for_handled(2));
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
    EXPECT_EQ(questions, 5);
}

// PIPE-019 PIPE-020 PIPE-042 PIPE-013 PIPE-041
TEST_F(OrchestratorTest, APluginThatThrowsHangsOrLiesHasDeclined) {
    OrchestratorSettings settings;
    settings.match_timeout = 20ms;
    settings.pipeline = {"throwing", "hanging", "lying", "good"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<ScriptedPlugin>(
        "throwing",
        [](const MatchRequest&) -> std::optional<Match> { throw std::runtime_error("boom"); }));
    plugins.push_back(std::make_unique<HangingPlugin>());
    plugins.push_back(std::make_unique<ScriptedPlugin>("lying", [](const MatchRequest& request) {
        auto match = claim(request);
        match->skill_id = "a:b";
        match->updated_session = object(R"({"lang":"xx"})");
        return match;
    }));
    plugins.push_back(std::make_unique<ScriptedPlugin>("good", claim));
    build(settings, std::move(plugins));
    handle_dispatches({{"ok", true}});
    const log::Capture logs;
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("ovos.intent.matched").data_string("pipeline_id"), "good");
    EXPECT_FALSE(first("music.skill:play").context().at("session").as_object().contains("lang"));
    for (const auto* event :
         {"pipeline.plugin_failed", "pipeline.plugin_timed_out", "pipeline.match_malformed"}) {
        EXPECT_NE(logs.text().find(event), std::string::npos) << event;
    }
}

// PIPE-021
TEST_F(OrchestratorTest, WhatAPluginClaimsAfterItsTimeIsUpIsNeverDispatched) {
    bool claimed_late = false;
    OrchestratorSettings settings;
    settings.match_timeout = 10ms;
    settings.pipeline = {"late"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<LatePlugin>(loop_, claimed_late));
    build(settings, std::move(plugins));
    const log::Capture logs;
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    ASSERT_TRUE(loop_.run_until([&] { return claimed_late; }, patience));
    bool settled = false;
    loop_.post([&] { settled = true; });
    ASSERT_TRUE(loop_.run_until([&] { return settled; }, patience));
    EXPECT_EQ(topics(),
              (std::vector<std::string>{
                  "ovos.utterance.handle", "ovos.intent.unmatched", "ovos.utterance.handled"}));
    EXPECT_FALSE(seen_.back().context().contains("session"));
}

// PIPE-051
TEST_F(OrchestratorTest, WhileAPluginThinksQueriesAreAnswered) {
    OrchestratorSettings settings;
    settings.pipeline = {"hanging"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<HangingPlugin>());
    plugins.push_back(std::make_unique<ScriptedPlugin>("scripted", claim));
    build(settings, std::move(plugins));
    say(R"({"utterances":["play"]})");
    bus_.publish(Message("ovos.pipeline.scripted.intents.list"));
    ASSERT_TRUE(loop_.run_until(
        [&] { return count("ovos.pipeline.scripted.intents.list.response") == 1; }, patience));
    EXPECT_EQ(count("ovos.utterance.handled"), 0U);
}

// PIPE-056 PIPE-057 PIPE-058
TEST_F(OrchestratorTest, TheHandlerBecomesActiveUnlessItsNameIsReserved) {
    std::string intent = "play";
    build([&](const MatchRequest& request) {
        auto match = claim(request);
        match->intent_name = intent;
        return match;
    });
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s1"}})");
    ASSERT_TRUE(wait_for_handled());
    const auto& active = first("music.skill:play").context().at("session").at("active_handlers");
    EXPECT_EQ(active.at(0).at("skill_id"), "music.skill");

    intent = "fallback";
    seen_.clear();
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s3"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("music.skill:fallback")
                  .context()
                  .at("session")
                  .at("active_handlers")
                  .at(0)
                  .at("skill_id"),
              "music.skill");

    intent = "converse";
    seen_.clear();
    say(R"({"utterances":["play"]})", R"({"session":{"session_id":"s2"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_FALSE(first("music.skill:converse")
                     .context()
                     .at("session")
                     .as_object()
                     .contains("active_handlers"));
}

// PIPE-050 PIPE-052 PIPE-005 PIPE-068
TEST_F(OrchestratorTest, RoundsRunAtTheSameTimeAndEachIsHandledOnce) {
    build(claim);
    std::vector<Message> dispatches;
    handler_ = bus_.subscribe(
        "music.skill:play", loop_, [&](const Message& m) { dispatches.push_back(m); });
    for (int i = 0; i < 20; ++i) say(R"({"utterances":["play"]})");
    ASSERT_TRUE(loop_.run_until([&] { return dispatches.size() == 20; }, patience));
    EXPECT_EQ(count("ovos.utterance.handled"), 0U);
    std::ranges::reverse(dispatches);
    for (const auto& dispatch : dispatches) {
        const auto done =
            dispatch.forward(std::string(Orchestrator::handler_done_topic),
                             {{"skill_id", "music.skill"}, {"intent_name", "play"}, {"ok", true}});
        bus_.publish(done);
        bus_.publish(done);  // said twice, counted once
    }
    ASSERT_TRUE(wait_for_handled(20));
    EXPECT_EQ(count("ovos.intent.handler.complete"), 20U);
    EXPECT_EQ(count("ovos.utterance.handled"), 20U);
    EXPECT_EQ(count("music.skill:play"), 20U);
}

TEST_F(OrchestratorTest, StoppingWithRoundsOpenEndsThemQuietly) {
    OrchestratorSettings settings;
    settings.pipeline = {"hanging", "scripted"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<HangingPlugin>());
    plugins.push_back(std::make_unique<ScriptedPlugin>("scripted", claim));
    build(settings, std::move(plugins));
    const log::Capture logs;
    say(R"({"utterances":["hangs in a plugin"]})");
    say(R"({"utterances":["hangs in a handler"]})",
        R"({"session":{"session_id":"s","pipeline":["scripted"]}})");
    ASSERT_TRUE(loop_.run_until([&] { return count("music.skill:play") == 1; }, patience));
    orchestrator_.reset();
    EXPECT_EQ(count("ovos.utterance.handled"), 0U);
    EXPECT_EQ(count("ovos.intent.handler.error"), 0U);
    EXPECT_EQ(logs.text(), "");
}

// PIPE-044 PIPE-045
TEST_F(OrchestratorTest, AMatchWithoutARequiredSlotIsADecline) {
    build(claim);
    handle_dispatches({{"ok", true}});
    const auto registration = [](const char* slot) {
        return Message("ovos.intent.register.template",
                       {{"skill_id", "music.skill"},
                        {"intent_name", "play"},
                        {"lang", "en-US"},
                        {"samples", {"play {genre}"}},
                        {"required_slots", json::array{slot}}});
    };
    bus_.publish(registration("artist"));
    say(R"({"utterances":["play jazz"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
    bus_.publish(registration("genre"));
    say(R"({"utterances":["play jazz"]})");
    ASSERT_TRUE(wait_for_handled(2));
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
}

// PIPE-006 PIPE-007
TEST_F(OrchestratorTest, RefusesPluginsWithoutAnIdentityOfTheirOwn) {
    build(claim);
    const auto refusal = [&](const char* id) {
        return orchestrator_->add_plugin(std::make_unique<ScriptedPlugin>(id, claim)).error().code;
    };
    EXPECT_EQ(refusal("scripted"), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal("a.b"), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(""), ErrorCode::invalid_argument);
}

// PIPE-073 PIPE-074
TEST_F(OrchestratorTest, PluginsAnswerWhatTheyCouldMatch) {
    build(claim);
    bus_.publish(
        Message("ovos.pipeline.scripted.intents.list", object(R"({"lang":"de-DE","x":1})")));
    const auto* topic = "ovos.pipeline.scripted.intents.list.response";
    ASSERT_TRUE(loop_.run_until([&] { return count(topic) == 1; }, patience));
    EXPECT_EQ(first(topic).data(), object(R"({"pipeline_id":"scripted","intents":[
        {"skill_id":"music.skill","intent_name":"play","lang":"de-DE"}]})"));
}

}  // namespace
}  // namespace utter::orchestrator
