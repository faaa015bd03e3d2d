#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/orchestrator/orchestrator.hpp"
#include "utter/runtime/async.hpp"

/// What the tests of the orchestrator share: one with plugins and a skill that do as they are told,
/// and everything that is said on its bus.
namespace utter::orchestrator {

inline constexpr std::chrono::seconds patience{10};

inline json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

// Claims what the test tells it to.
class ScriptedPlugin final : public Plugin {
  public:
    using Script = std::function<std::optional<Match>(const MatchRequest&)>;
    ScriptedPlugin(std::string id, Script script)
        : id_(std::move(id)), script_(std::move(script)) {}
    [[nodiscard]] std::string_view pipeline_id() const override { return id_; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(
        MatchRequest request) override {
        co_return script_(request);
    }
    [[nodiscard]] std::vector<PluginIntent> intents() const override {
        return {{"music.skill", "play", "en-US"}, {"music.skill", "play", "de-DE"}};
    }

  private:
    std::string id_;
    Script script_;
};

inline std::optional<Match> claim(const MatchRequest& request) {
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
    void handle_dispatches(const json::object& outcome,
                           const std::function<json::object(json::object)>& change = {}) {
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

}  // namespace utter::orchestrator
