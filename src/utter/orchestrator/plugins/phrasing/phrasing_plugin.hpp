#pragma once

#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/phrasing/phrasing_matcher.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/template_registrations.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// Claims what a template intent means though none of its samples says it in these words, when it
/// is sure enough. Stands after the stages that match word for word. Registrations, sessions,
/// denylists and gates are the template stage's.
class PhrasingPlugin final : public Plugin {
  public:
    PhrasingPlugin(bus::Bus& bus,
                   runtime::EventLoop& loop,
                   const intent::phrasing::PhrasingSettings& settings = {});

    [[nodiscard]] std::string_view pipeline_id() const override { return "phrasing"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

  private:
    StoreOf<intent::phrasing::PhrasingMatcher> store_;
    TemplateRegistrations registrations_;
};

}  // namespace utter::orchestrator
