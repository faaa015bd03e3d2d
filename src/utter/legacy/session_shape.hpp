#pragma once

#include <chrono>
#include <string_view>

#include "utter/core/json.hpp"

/// The session carrier as Python programs write and read it, beside the specifications' fields:
/// `active_skills`, `utterance_states`, a `location` of another shape, pipelines of other names.
namespace utter::legacy {

/// Whether a carrier was serialised by a client that fills in what it does not know with its own
/// configuration.
[[nodiscard]] bool is_classic_carrier(const json::object& session) noexcept;

/// Adds what a skill needs to a carrier of ours: `active_skills` with the skill, if any, first,
/// `utterance_states`, a language, both shapes of a location. Nothing else is changed.
[[nodiscard]] json::object project_session(json::object session,
                                           std::string_view skill_id,
                                           std::string_view lang,
                                           std::chrono::system_clock::time_point now);

/// Takes what a classic client made up out of the carrier of an utterance: of the default session
/// everything but its state; of a named one the fields only such clients have, and the pipeline is
/// written with our plugins' names. `active_skills` becomes the handler lists when those are lost.
[[nodiscard]] json::object heal_entry_session(json::object session);

/// The carrier a handler returned: as it is when it kept the specifications' fields, else the one
/// it was given.
[[nodiscard]] json::object heal_returned_session(const json::object& given,
                                                 const json::object& returned);

}  // namespace utter::legacy
