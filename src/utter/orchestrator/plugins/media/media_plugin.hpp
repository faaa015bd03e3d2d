#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/locale.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/plugin_phrases.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

struct MediaPluginSettings {
    std::vector<std::string> languages;  ///< enabled, BCP-47
    intent::LocaleSources locale;        ///< what commands and answers are read from
    bool finds_media = false;            ///< somebody searches: "play jazz" is claimed too
    std::chrono::milliseconds answer_timeout{5'000};  ///< of a search, and of the player
};

/// Turns what is said about music into requests to the media player: playback requests ("play
/// jazz"), for which it has somebody search, and control requests ("pause the music"). A bare
/// "pause" or "next" is claimed only while the session's player plays or is paused, which it knows
/// from the player's reports. Spec: OVOS-OCP-1 sections 2 and 4.
class MediaPlugin final : public Plugin {
  public:
    MediaPlugin(bus::Bus& bus, runtime::EventLoop& loop, MediaPluginSettings settings);

    [[nodiscard]] std::string_view pipeline_id() const override { return "media"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

    static constexpr std::size_t sessions_max = 1'000;  ///< whose players are followed
    static constexpr std::size_t waiting_max = 64;      ///< handlers that wait for an answer

  private:
    /// A handler that waits for what it has asked.
    struct Waiting {
        Message dispatch;
        std::string topic;  ///< of the answer
        TimerHandle timeout;
    };

    [[nodiscard]] bool admits(std::string_view command, const std::string& session) const;
    void on_dispatch(const Message& dispatch);
    void on_report(const Message& report);
    void on_found(const Message& end);
    void on_taken(const Message& report);
    void on_status(const Message& status);
    [[nodiscard]] bool wait(const Message& dispatch, std::string topic);
    [[nodiscard]] std::optional<Message> answered(const Message& answer);
    void ask_player(const Message& dispatch, std::string topic, json::object data = {});
    void speak(const Message& dispatch,
               std::string_view dialog,
               const intent::SlotValues& values = {});

    bus::Bus& bus_;
    runtime::EventLoop& loop_;
    MediaPluginSettings settings_;
    PluginPhrases phrases_;
    std::map<std::string, bool> active_;      // session: its player plays or is paused
    std::map<std::string, Waiting> waiting_;  // by utterance_id
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
