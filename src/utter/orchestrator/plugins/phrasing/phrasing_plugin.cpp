#include "utter/orchestrator/plugins/phrasing/phrasing_plugin.hpp"

#include <optional>
#include <utility>

#include "utter/orchestrator/match_scope.hpp"

namespace utter::orchestrator {

// The template stage hears the same registrations and says what is wrong with them.
PhrasingPlugin::PhrasingPlugin(bus::Bus& bus,
                               runtime::EventLoop& loop,
                               const intent::phrasing::PhrasingSettings& settings)
    : store_(settings), registrations_(bus, loop, store_, Refusals::silent) {}

std::vector<PluginIntent> PhrasingPlugin::intents() const {
    return registrations_.registered().list();
}

boost::asio::awaitable<std::optional<Match>> PhrasingPlugin::match(MatchRequest request) {
    const MatchScope scope(request, registrations_.registered());
    auto verdict = store_.matcher.match(request.utterances, request.lang, scope.options());
    request.notes->reason = std::move(verdict.reason);
    request.notes->score = verdict.confidence;
    request.notes->runner_up = std::move(verdict.runner_up);
    if (!verdict.match) co_return std::nullopt;
    co_return to_match(*std::move(verdict.match));
}

}  // namespace utter::orchestrator
