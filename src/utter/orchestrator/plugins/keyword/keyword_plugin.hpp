#pragma once

#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/keyword_matcher.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/registered_intents.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// Matches utterances against the keyword intents registered on the bus, by the rules of
/// intent::KeywordMatcher. Spec: OVOS-INTENT-3 (keyword method), OVOS-INTENT-4.
class KeywordPlugin final : public Plugin {
  public:
    KeywordPlugin(bus::Bus& bus, runtime::EventLoop& loop);

    [[nodiscard]] std::string_view pipeline_id() const override { return "keyword"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

  private:
    void on_registration(const Message& message);
    void add(const Message& message);

    intent::KeywordMatcher matcher_;
    RegisteredIntents registered_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
