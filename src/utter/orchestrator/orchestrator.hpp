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
#include "utter/orchestrator/skill_pulse.hpp"
#include "utter/orchestrator/trace.hpp"
#include "utter/orchestrator/turn_ledger.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"
#include "utter/session/round_session.hpp"
#include "utter/transform/chain.hpp"
#include "utter/transform/typed_slots.hpp"

namespace utter::orchestrator {

/// Changes a match before it is dispatched, its slots above all; which skill and intent it is for
/// stays as it was. Spec: OVOS-TRANSFORM-1 section 3.4.
using IntentTransformer = transform::Transformer<Match>;

struct OrchestratorSettings {
    /// Pipeline ids, in order.
    std::vector<std::string> pipeline{
        "stop",
        "converse",
        "template",
        "keyword",
        "phrasing",
        "common_query",
        "fallback",
    };
    std::vector<std::string> languages{"en-US"};      ///< enabled, BCP-47; the first is the default
    std::chrono::milliseconds match_timeout{10'000};  ///< one plugin's bound
    std::chrono::milliseconds handler_timeout{300'000};  ///< 0: handlers may take for ever
    /// Between one look whether the skill of an open dispatch still works on it and the next; the
    /// third in vain ends the round. See SkillPulse.
    std::chrono::milliseconds pulse_every{5'000};
    std::chrono::milliseconds converse_time{600'000};  ///< since its activation that a skill counts
    std::size_t rounds_max = 1000;  ///< utterances in work at once; more are answered as unmatched
    std::size_t traces_max = 100;   ///< utterances remembered for explain, in memory only
    TurnBudgets budgets{};          ///< how long each stage of a turn may take
    /// Explicit orders of the transformer chains, by id; nothing: by priority.
    std::optional<std::vector<std::string>> utterance_transformers;
    std::optional<std::vector<std::string>> metadata_transformers;
    std::optional<std::vector<std::string>> intent_transformers;
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

    /// Loads a transformer. @return invalid_argument when its id is malformed or taken.
    [[nodiscard]] Result<void> add(std::unique_ptr<transform::UtteranceTransformer> transformer) {
        return utterance_chain_.add(std::move(transformer));
    }
    [[nodiscard]] Result<void> add(std::unique_ptr<transform::MetadataTransformer> transformer) {
        return metadata_chain_.add(std::move(transformer));
    }
    [[nodiscard]] Result<void> add(std::unique_ptr<IntentTransformer> transformer) {
        return intent_chain_.add(std::move(transformer));
    }

    /// Loads a producer of typed slots; the first one runs, further ones do not
    /// (OVOS-TRANSFORM-1 section 3.7).
    void add(std::unique_ptr<transform::TypedSlotsTransformer> producer) {
        if (!typed_slots_) typed_slots_ = std::move(producer);
    }

    /// Starts listening, then announces itself; skills register (again) when they hear it.
    void start();
    /// Announces readiness once more, after the bus has been away.
    void announce();

    /// The newest traces as GET /traces shows them: `{"traces": [...]}`.
    [[nodiscard]] json::object traces() const { return list_traces({}, all_traces); }
    /// How long the stages of turns take, as Prometheus text.
    [[nodiscard]] std::string turn_metrics() const { return ledger_.to_prometheus(); }

    /// Topics of explanations. `utter.explain` takes `{utterances, lang?}` with the session in its
    /// context, decides as for a real utterance, dispatches nothing and changes no session, and
    /// answers `{trace}`; `utter.traces.list` takes `{session_id?, limit?}` and answers `{traces}`.
    static constexpr std::string_view explain_topic = "utter.explain";
    static constexpr std::string_view traces_topic = "utter.traces.list";

    /// Topic of the announcement, and of a skill host's private report that a handler has ended:
    /// a forward of the dispatch with `{skill_id, intent_name, ok, exception?}`.
    static constexpr std::string_view ready_topic = "ovos.orchestrator.ready";
    static constexpr std::string_view handler_done_topic = "utter.handler.done";

  private:
    struct OpenDispatch;
    struct Round;

    static constexpr std::size_t all_traces = 10'000;

    void on_entry(const Message& message);
    void on_traces_query(const Message& query);
    /// Each with its `turn`, as far as the ledger knows it.
    [[nodiscard]] json::object list_traces(std::string_view session_id, std::size_t limit) const;
    [[nodiscard]] boost::asio::awaitable<void> explain(Message query);
    void begin(Round& round, const Message& message) const;
    /// Transforms and matches. @return nothing when the ending in the trace says why not.
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> decide(Round& round);
    void on_handler_done(const Message& message);
    void answer_introspection(const Plugin& plugin, const Message& query);
    void answer_active_list(const Message& query);

    template <class Artifact>
    void serve_list(const transform::Chain<Artifact>& chain);
    [[nodiscard]] boost::asio::awaitable<void> run_round(Message entry);
    [[nodiscard]] bool transform_utterances(Round& round) const;
    [[nodiscard]] bool transform_metadata(Round& round) const;
    void find_typed_slots(Round& round) const;
    [[nodiscard]] bool transform_match(Round& round, Match& match) const;
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> try_plugin(Plugin& plugin,
                                                                          MatchRequest request,
                                                                          StageTrace& trace);
    [[nodiscard]] bool lacks_required_slot(const Match& match,
                                           const session::Session& session) const;
    [[nodiscard]] boost::asio::awaitable<void> dispatch(Round& round, Match match);
    /// @return why no report of the handler came; nothing when one did
    [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> wait_for_report(
        OpenDispatch& open);
    void end_unmatched(const Message& entry, const session::Session& session, json::object data);
    void end(Round& round, std::string_view ending, std::string detail = {});
    void end_cancelled(const Round& round);

    runtime::EventLoop& loop_;
    bus::Bus& bus_;
    const Clock& clock_;
    OrchestratorSettings settings_;
    std::vector<std::unique_ptr<Plugin>> plugins_;
    transform::Chain<transform::Utterances> utterance_chain_;
    transform::Chain<transform::Metadata> metadata_chain_;
    transform::Chain<Match> intent_chain_;
    std::unique_ptr<transform::TypedSlotsTransformer> typed_slots_;
    TraceLog traces_;
    TurnLedger ledger_;
    IntentManifest manifest_;
    SkillPulse pulse_;
    session::DefaultStore default_session_;
    std::multimap<std::string, OpenDispatch*> open_;  // by utterance_id
    std::vector<bus::Subscription> subscriptions_;
    runtime::TaskScope rounds_;  // last: rounds end before what they use
};

}  // namespace utter::orchestrator
