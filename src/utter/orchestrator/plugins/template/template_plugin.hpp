#pragma once

#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/template_matcher.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/template_registrations.hpp"
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
    StoreOf<intent::TemplateMatcher> store_;
    TemplateRegistrations registrations_;
};

}  // namespace utter::orchestrator
