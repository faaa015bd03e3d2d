#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/session/session.hpp"

/// The decisions of one utterance's round that need no bus and no clock.
namespace utter::orchestrator {

/// The candidates of an entry message: its non-blank strings, trimmed, in order.
[[nodiscard]] std::vector<std::string> entry_utterances(const json::object& data);

struct RoundLanguage {
    std::string lang;
    std::string_view source;  ///< "data.lang", "session.stt_lang" ... or "default"
};

/// The one language of a round: the first signal that is present and enabled, else the
/// deployment's own (`enabled.front()`). Spec: OVOS-SESSION-1 section 3.2.7.
/// @param enabled languages of the deployment, its default first; compared without regard to case
///        and '_' against '-'; the enabled spelling is what is returned.
[[nodiscard]] RoundLanguage resolve_language(const json::object& data,
                                             const session::Session& session,
                                             std::span<const std::string> enabled);

/// One stage of a round: a plugin, and the entry name by which it is asked.
struct Stage {
    Plugin* plugin;
    std::string entry_name;
};

/// The stages to try, in order: the session's preference or else the configured pipeline, less the
/// entries nobody serves (logged), less the denied. Spec: OVOS-PIPELINE-1 section 5.
[[nodiscard]] std::vector<Stage> compose_pipeline(const session::Session& session,
                                                  std::span<const std::string> configured,
                                                  std::span<Plugin* const> loaded);

/// Whether the session's denylists forbid this match. Spec: OVOS-PIPELINE-1 5.3 and 5.4.
[[nodiscard]] bool is_denied(const Match& match, const session::Session& session);

/// Whether dispatching `intent_name` leaves active_handlers alone. Spec: OVOS-PIPELINE-1 7.3.
[[nodiscard]] bool suppresses_activation(std::string_view intent_name) noexcept;

/// A fresh utterance id: a random (version 4) UUID.
[[nodiscard]] std::string make_utterance_id();

}  // namespace utter::orchestrator
