#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {

/// What a plugin may say of its decision, for the trace.
struct MatchNotes {
    std::string reason;            ///< why it claimed or declined, for people
    std::optional<double> score;   ///< 0 .. 1
    std::string runner_up;         ///< `skill_id:intent_name`
    bool wants_runner_up = false;  ///< whether somebody asks for it, at the price of a second look
    std::vector<std::string> session_fields;  ///< that bore on the decision
};

/// What a plugin is asked. Its own copy: changing it changes nothing (OVOS-PIPELINE-1 4.2).
struct MatchRequest {
    Message entry;  ///< the utterance message, id stamped; polls derive from it by reply
    std::vector<std::string> utterances;  ///< candidates, best first; never empty
    std::string lang;                     ///< BCP-47, resolved once for the whole round
    session::Session session;
    std::shared_ptr<MatchNotes> notes = std::make_shared<MatchNotes>();  ///< never null
    std::string entry_name{};  ///< the pipeline entry that asks; see Plugin::further_entries()
};

/// A plugin's claim on an utterance. Spec: OVOS-PIPELINE-1 section 4.1.
struct Match {
    std::string skill_id;
    std::string intent_name;
    std::string lang;       ///< the language that matched
    std::string utterance;  ///< the candidate that matched, verbatim
    std::map<std::string, std::string> slots;
    std::optional<json::object> updated_session;  ///< a whole replacement, when it changed

    friend bool operator==(const Match&, const Match&) = default;
};

/// One row of a plugin's introspection answer.
struct PluginIntent {
    std::string skill_id;
    std::string intent_name;
    std::string lang;
};

/// Port: one stage of the pipeline. Lives on the orchestrator's event loop.
class Plugin {
  public:
    Plugin() = default;
    virtual ~Plugin() = default;
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    Plugin(Plugin&&) = delete;
    Plugin& operator=(Plugin&&) = delete;

    /// The plugin's identity, [A-Za-z0-9_-]+; also what `session.pipeline` lists.
    [[nodiscard]] virtual std::string_view pipeline_id() const = 0;

    /// Names by which a pipeline may list the plugin again, to be asked in another manner; the
    /// plugin stays one, known by its pipeline_id. Spec: OVOS-PIPELINE-1 section 3.
    [[nodiscard]] virtual std::vector<std::string_view> further_entries() const { return {}; }

    /// Claims the utterance or declines. Bounded by the orchestrator's match deadline, after which
    /// it is cancelled (terminal) and whatever it still returns is dropped. An exception declines.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<Match>> match(
        MatchRequest request) = 0;

    /// What it could match now, for `ovos.pipeline.<pipeline_id>.intents.list`.
    [[nodiscard]] virtual std::vector<PluginIntent> intents() const { return {}; }
};

/// Why a Match cannot be dispatched, or nothing when it is well formed (OVOS-PIPELINE-1 4.1).
[[nodiscard]] std::optional<std::string> match_fault(const Match& match);

}  // namespace utter::orchestrator
