#pragma once

#include <optional>

#include "utter/core/json.hpp"

namespace utter::orchestrator {

/// What of an entry message's `typed_slots` reaches the handler: the registered types (number,
/// duration, date, color, language, location, timezone) that name something.
/// @return nothing when no entry is left. Spec: OVOS-TRANSFORM-1 section 3.7, OVOS-PIPELINE-1 7.1.
[[nodiscard]] std::optional<json::object> sound_typed_slots(const json::object& entry_data);

}  // namespace utter::orchestrator
