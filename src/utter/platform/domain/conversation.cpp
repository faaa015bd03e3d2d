#include "utter/platform/domain/conversation.hpp"

#include "utter/platform/domain/persona.hpp"

namespace utter::platform {

std::string_view to_string(TurnRole role) noexcept {
    return role == TurnRole::user ? "user" : "assistant";
}

std::optional<TurnRole> turn_role_from(std::string_view text) noexcept {
    if (text == "user") return TurnRole::user;
    if (text == "assistant") return TurnRole::assistant;
    return std::nullopt;
}

std::vector<FieldFault> check(const ConversationTurn& turn) {
    std::vector<FieldFault> faults;
    check_text(faults, "session_id", turn.session_id, {.characters_max = 200, .required = true});
    if (!turn.persona_id.empty() && !is_persona_id(turn.persona_id)) {
        faults.push_back({"persona_id", "must be 1 to 64 of A-Z, a-z, 0-9, '_' and '-'"});
    }
    check_text(faults, "owner", turn.owner, {.characters_max = 200});
    check_text(faults, "text", turn.text, {.characters_max = 16'000, .lines = true});
    return faults;
}

}  // namespace utter::platform
