#include "utter/skill/skill.hpp"

namespace utter::skill {

std::optional<json::value> IntentCall::typed(const std::string& slot_name,
                                             std::string_view type) const {
    const auto said = slot(slot_name);
    const auto* entries = typed_slots.if_contains(type);
    if (!said || entries == nullptr || !entries->is_array()) return std::nullopt;
    for (const auto& member : entries->get_array()) {
        const auto* entry = member.if_object();
        // A slot may have a preposition before it: "at nine".
        if (entry == nullptr) continue;
        const auto surface = string_or_empty(*entry, "surface");
        if (surface.empty() || said->find(surface) == std::string::npos) continue;
        if (const auto* value = entry->if_contains("value")) return *value;
    }
    return std::nullopt;
}

}  // namespace utter::skill
