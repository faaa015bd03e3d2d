#pragma once

#include <string>
#include <string_view>

#include "utter/core/result.hpp"

/// Who owns an intent and what it may be called (OVOS-INTENT-3 section 3, OVOS-INTENT-4 3.2).
namespace utter::intent {

/// Intent names the lifecycle uses itself: converse, response, stop, fallback, common_query.
[[nodiscard]] bool is_reserved_intent_name(std::string_view intent_name) noexcept;

/// Refuses empty ids, ids with a ':', and reserved intent names, naming the field.
[[nodiscard]] Result<void> check_intent_identity(std::string_view skill_id,
                                                 std::string_view intent_name);

/// `skill_id:intent_name`: the label of a match, a dispatch topic and a denylist entry.
[[nodiscard]] std::string qualified_name(std::string_view skill_id, std::string_view intent_name);

}  // namespace utter::intent
