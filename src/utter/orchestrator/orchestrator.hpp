#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/orchestrator/intent_manifest.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {

struct OrchestratorSettings {
    std::vector<std::string> pipeline{"template", "fallback"};  ///< pipeline ids, in order
    std::vector<std::string> languages{"en-US"};      ///< enabled, BCP-47; the first is the default
    std::chrono::milliseconds match_timeout{10'000};  ///< one plugin's bound
    std::chrono::milliseconds handler_timeout{300'000};  ///< 0: handlers may take for ever
    std::size_t rounds_max = 1000;  ///< utterances in work at once; more are answered as unmatched
};

/// Takes every utterance through its one lifecycle: entry, ordered plugins, match, the single flip,
/// dispatch, the handler's start and end, and exactly one `ovos.utterance.handled`.
/// Spec: OVOS-PIPELINE-1, OVOS-SESSION-2 section 3, OVOS-INTENT-4 section 10.
///
/// Rounds run at the same time; a round keeps its own state and shares only the default session's
/// store. Lives on one EventLoop.
class Orchestrator {
  public:
    Orchestrator(runtime::EventLoop& loop,
                 bus::Bus& bus,
                 const Clock& clock,
                 OrchestratorSettings settings);
    /// Cancels the rounds that are open and runs the loop until they have ended; destroy it outside
    /// of the loop.
    ~Orchestrator();
    Orchestrator(const Orchestrator&) = delete;
    Orchestrator& operator=(const Orchestrator&) = delete;
    Orchestrator(Orchestrator&&) = delete;
    Orchestrator& operator=(Orchestrator&&) = delete;

    /// Loads a plugin. @return invalid_argument when its pipeline_id is malformed or taken.
    [[nodiscard]] Result<void> add_plugin(std::unique_ptr<Plugin> plugin);

    /// Starts listening, then announces itself; skills register (again) when they hear it.
    void start();
    /// Announces readiness once more, after the bus has been away.
    void announce();

    /// Topic of the announcement, and of a skill host's private report that a handler has ended:
    /// a forward of the dispatch with `{skill_id, intent_name, ok, exception?}`.
    static constexpr std::string_view ready_topic = "ovos.orchestrator.ready";
    static constexpr std::string_view handler_done_topic = "utter.handler.done";

  private:
    struct OpenDispatch;

    void on_entry(const Message& message);
    void on_handler_done(const Message& message);
    void answer_introspection(const Plugin& plugin, const Message& query);

    [[nodiscard]] session::Session take_session(const Message& message);
    [[nodiscard]] session::Session& working_session(session::Session& own);
    [[nodiscard]] boost::asio::awaitable<void> run_round(Message entry);
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> try_plugin(Plugin& plugin,
                                                                          MatchRequest request);
    [[nodiscard]] bool lacks_required_slot(const Match& match,
                                           const session::Session& session) const;
    void commit(session::Session& session, const Match& match);
    [[nodiscard]] boost::asio::awaitable<void> dispatch(Message entry,
                                                        session::Session own,
                                                        Match match,
                                                        std::string pipeline_id);
    void end_unmatched(const Message& entry, const session::Session& session, json::object data);

    runtime::EventLoop& loop_;
    bus::Bus& bus_;
    const Clock& clock_;
    OrchestratorSettings settings_;
    std::vector<std::unique_ptr<Plugin>> plugins_;
    IntentManifest manifest_;
    session::Session default_session_;
    std::multimap<std::string, OpenDispatch*> open_;  // by utterance_id
    std::vector<bus::Subscription> subscriptions_;
    runtime::TaskScope rounds_;  // last: rounds end before what they use
};

}  // namespace utter::orchestrator
