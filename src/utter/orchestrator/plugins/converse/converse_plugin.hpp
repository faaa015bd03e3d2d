#pragma once

#include <chrono>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

struct ConverseSettings {
    std::chrono::milliseconds window{500};        ///< how long skills may take to answer a poll
    std::chrono::milliseconds time_max{600'000};  ///< since its activation that a skill is asked
};

/// Gives the skills of a conversation the utterance first: the one that asked a question gets the
/// answer, else the most recent one that says it wants it. Keeps nothing between utterances.
/// Spec: OVOS-CONVERSE-1.
class ConversePlugin final : public Plugin {
  public:
    ConversePlugin(bus::Bus& bus,
                   runtime::EventLoop& loop,
                   const Clock& clock,
                   ConverseSettings settings);

    [[nodiscard]] std::string_view pipeline_id() const override { return "converse"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;

  private:
    [[nodiscard]] std::optional<Match> awaited_answer(const MatchRequest& request) const;

    bus::Bus& bus_;
    runtime::EventLoop& loop_;
    const Clock& clock_;
    ConverseSettings settings_;
};

}  // namespace utter::orchestrator
