#include "utter/orchestrator/orchestrator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <stdexcept>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/async.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr auto patience = 10s;

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

// Claims what the test tells it to.
class ScriptedPlugin final : public Plugin {
  public:
    using Script = std::function<std::optional<Match>(const MatchRequest&)>;
    ScriptedPlugin(std::string id, Script script)
        : id_(std::move(id)), script_(std::move(script)) {}
    [[nodiscard]] std::string_view pipeline_id() const override { return id_; }
    [[nodiscard]] asio::awaitable<std::optional<Match>> match(MatchRequest request) override {
        co_return script_(request);
    }
    [[nodiscard]] std::vector<PluginIntent> intents() const override {
        return {{"music.skill", "play", "en-US"}, {"music.skill", "play", "de-DE"}};
    }

  private:
    std::string id_;
    Script script_;
};

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

std::optional<Match> claim(const MatchRequest& request) {
    return Match{"music.skill",
                 "play",
                 request.lang,
                 request.utterances.front(),
                 {{"genre", "jazz"}},
                 std::nullopt};
}

class OrchestratorTest : public testing::Test {
  protected:
    void build(OrchestratorSettings settings, std::vector<std::unique_ptr<Plugin>> plugins) {
        orchestrator_ = std::make_unique<Orchestrator>(loop_, bus_, clock_, std::move(settings));
        for (auto& plugin : plugins) {
            ASSERT_TRUE(orchestrator_->add_plugin(std::move(plugin)).has_value());
        }
        orchestrator_->start();
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
    }

    void build(ScriptedPlugin::Script script, OrchestratorSettings settings = {}) {
        settings.pipeline = {"scripted"};
        std::vector<std::unique_ptr<Plugin>> plugins;
        plugins.push_back(std::make_unique<ScriptedPlugin>("scripted", std::move(script)));
        build(std::move(settings), std::move(plugins));
    }

    // A skill that says what it is told to at the end of each dispatch.
    void handle_dispatches(json::object outcome,
                           std::function<json::object(json::object)> change = {}) {
        handler_ = bus_.subscribe("music.skill:*", loop_, [=, this](const Message& dispatch) {
            bus_.publish(dispatch.forward("ovos.utterance.speak", {{"utterance", "ok"}}));
            auto data = outcome;
            data["skill_id"] = "music.skill";
            data["intent_name"] = dispatch.type().substr(dispatch.type().find(':') + 1);
            auto done = dispatch.forward(std::string(Orchestrator::handler_done_topic), data);
            if (change) {
                done = done.with_context_value("session",
                                               change(done.context().at("session").as_object()));
            }
            bus_.publish(done);
        });
    }

    void say(const char* data, const char* context = "{}") {
        bus_.publish(Message("ovos.utterance.handle", object(data), object(context)));
    }

    [[nodiscard]] std::size_t count(std::string_view topic) const {
        return static_cast<std::size_t>(std::ranges::count(seen_, topic, &Message::type));
    }

    [[nodiscard]] const Message& first(std::string_view topic) const {
        return *std::ranges::find(seen_, topic, &Message::type);
    }

    bool wait_for_handled(std::size_t number = 1) {
        return loop_.run_until([&] { return count("ovos.utterance.handled") >= number; }, patience);
    }

    // The topics of the round, without the skill's private report.
    [[nodiscard]] std::vector<std::string> topics() const {
        std::vector<std::string> out;
        for (const auto& message : seen_) {
            if (message.type() != Orchestrator::handler_done_topic) out.push_back(message.type());
        }
        return out;
    }

    runtime::EventLoop loop_;
    InlineExecutor here_;
    SystemClock clock_;
    bus::LocalBus bus_;
    std::vector<Message> seen_;
    bus::Subscription tap_;
    bus::Subscription handler_;
    std::unique_ptr<Orchestrator> orchestrator_;
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

// PIPE-004 PIPE-005 PIPE-054 PIPE-055 PIPE-071 MSG-019 MSG-033
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

// PIPE-003 SES1-013 SES1-015
TEST_F(OrchestratorTest, ABrokenSessionStartsNoLifecycle) {
    build(claim);
    handle_dispatches({{"ok", true}});
    const log::Capture logs;
    say(R"({"utterances":["a"]})", R"({"session":"x"})");
    say(R"({"utterances":["b"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(count("ovos.session.rejected"), 1U);
    EXPECT_EQ(count("ovos.intent.matched"), 1U);
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

// PIPE-015 PIPE-016 PIPE-038
TEST_F(OrchestratorTest, APluginsSessionIsTakenButForItsOverridesAndAForeignOneIsNot) {
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

// PIPE-056 PIPE-057
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

// SES2-022 SES2-023 SES2-005 PIPE-065
TEST_F(OrchestratorTest, WhatAHandlerWroteIsOnTheTerminalEventsAndRememberedForTheDefaultSession) {
    build(claim);
    handle_dispatches({{"ok", true}}, [](json::object session) {
        session["intent_context"] = json::object{{"who", "ada"}};
        session["lang"] = "xx";
        return session;
    });
    say(R"({"utterances":["play"]})");
    ASSERT_TRUE(wait_for_handled());
    for (const auto* topic : {"ovos.intent.handler.complete", "ovos.utterance.handled"}) {
        const auto& session = first(topic).context().at("session").as_object();
        EXPECT_EQ(session.at("intent_context").at("who"), "ada") << topic;
        EXPECT_FALSE(session.contains("lang")) << topic;
    }
    seen_.clear();
    say(R"({"utterances":["again"]})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(first("music.skill:play").context().at("session").at("intent_context").at("who"),
              "ada");
}

// SES2-002
TEST_F(OrchestratorTest, ANamedSessionIsNotRemembered) {
    build(claim);
    handle_dispatches({{"ok", true}});
    say(R"({"utterances":["a"]})", R"({"session":{"session_id":"s1","site_id":"kitchen"}})");
    say(R"({"utterances":["b"]})", R"({"session":{"session_id":"s1"}})");
    ASSERT_TRUE(wait_for_handled(2));
    EXPECT_FALSE(seen_.back().context().at("session").as_object().contains("site_id"));
}

// PIPE-050 PIPE-052 PIPE-005
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
