#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/session/session.hpp"

/// The handler lists of a session, `active_handlers` and `converse_handlers`, as polls use them.
namespace utter::orchestrator {

struct Handler {
    std::string skill_id;
    double activated_at = 0;  ///< seconds since the epoch
};

/// The handlers of a list field, the most recently activated first; of equals the one nearer the
/// head. Spec: OVOS-PIPELINE-1 section 7.1.
[[nodiscard]] std::vector<Handler> handlers_by_recency(const session::Session& session,
                                                       std::string_view field);

/// Takes a skill out of a list field of a carrier.
void remove_handler(json::object& carrier, std::string_view field, std::string_view skill_id);

/// The session without the members of `converse_handlers` whose activation is older than
/// `time_max`. The skill that waits for an answer stays. Spec: OVOS-CONVERSE-1 section 3.2.
[[nodiscard]] session::Session without_stale_handlers(const session::Session& session,
                                                      std::chrono::system_clock::time_point now,
                                                      std::chrono::milliseconds time_max);

}  // namespace utter::orchestrator
