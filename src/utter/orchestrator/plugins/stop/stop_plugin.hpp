#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/plugins/stop/stop_words.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// Turns "stop" into the end of one activity, the most recent that can be stopped, and "stop
/// everything", or a stop with nothing active, into the broadcast `ovos.stop`. Spec: OVOS-STOP-1.
class StopPlugin final : public Plugin {
  public:
    /// @param window how long handlers may take to answer a poll
    StopPlugin(bus::Bus& bus, runtime::EventLoop& loop, std::chrono::milliseconds window);

    [[nodiscard]] std::string_view pipeline_id() const override { return "stop"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

  private:
    [[nodiscard]] std::optional<Match> stop_everything(const MatchRequest& request,
                                                       std::string utterance) const;
    void on_global_stop(const Message& dispatch);

    bus::Bus& bus_;
    runtime::EventLoop& loop_;
    std::chrono::milliseconds window_;
    StopWords words_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
