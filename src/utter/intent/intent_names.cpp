#include "utter/intent/intent_names.hpp"

#include <algorithm>
#include <array>

namespace utter::intent {

bool is_reserved_intent_name(std::string_view intent_name) noexcept {
    static constexpr std::array<std::string_view, 5> reserved{
        "converse", "response", "stop", "fallback", "common_query"};
    return std::ranges::find(reserved, intent_name) != reserved.end();
}

Result<void> check_intent_identity(std::string_view skill_id, std::string_view intent_name) {
    if (skill_id.empty()) return fail(ErrorCode::malformed, "The skill_id is missing.");
    if (intent_name.empty()) return fail(ErrorCode::malformed, "The intent_name is missing.");
    if (skill_id.find(':') != std::string_view::npos) {
        return fail(ErrorCode::malformed, "The skill_id contains a ':'.");
    }
    if (intent_name.find(':') != std::string_view::npos) {
        return fail(ErrorCode::malformed, "The intent_name contains a ':'.");
    }
    if (is_reserved_intent_name(intent_name)) {
        return fail(ErrorCode::malformed,
                    "The intent_name '" + std::string(intent_name) + "' is reserved.");
    }
    return {};
}

std::string qualified_name(std::string_view skill_id, std::string_view intent_name) {
    std::string name(skill_id);
    name += ':';
    name += intent_name;
    return name;
}

}  // namespace utter::intent
