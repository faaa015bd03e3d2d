#pragma once

#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/template_matcher.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// Matches utterances against the template intents registered on the bus.
/// Spec: OVOS-INTENT-3 (template method), OVOS-INTENT-4.
class TemplatePlugin final : public Plugin {
  public:
    TemplatePlugin(bus::Bus& bus, runtime::EventLoop& loop);

    [[nodiscard]] std::string_view pipeline_id() const override { return "template"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

  private:
    void on_registration(const Message& message);
    void remember(const intent::TemplateDefinition& definition);
    void forget(std::string_view skill_id, std::string_view intent_name, std::string_view lang);

    intent::TemplateMatcher matcher_;
    std::vector<PluginIntent> intents_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
