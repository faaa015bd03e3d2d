#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// The last resort: asks the skills that registered for it, by priority, whether one will take the
/// utterance. Spec: OVOS-FALLBACK-1, with one stage over the whole priority range.
class FallbackPlugin final : public Plugin {
  public:
    /// @param window how long skills may take to answer a poll
    FallbackPlugin(bus::Bus& bus, runtime::EventLoop& loop, std::chrono::milliseconds window);

    [[nodiscard]] std::string_view pipeline_id() const override { return "fallback"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;

    /// The skills to ask on behalf of `session`, best first.
    [[nodiscard]] std::vector<std::string> pool(const session::Session& session) const;

  private:
    void add(const Message& message);
    void remove(const Message& message);

    bus::Bus& bus_;
    runtime::EventLoop& loop_;
    std::chrono::milliseconds window_;
    std::map<std::pair<std::string, std::string>, std::int64_t> priorities_;  // by scope and skill
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
