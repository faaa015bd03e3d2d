#include "utter/orchestrator/typed_slots.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace utter::orchestrator {

std::optional<json::object> sound_typed_slots(const json::object& entry_data) {
    constexpr std::array<std::string_view, 7> types{
        "number", "duration", "date", "color", "language", "location", "timezone"};
    const auto* map = entry_data.if_contains("typed_slots");
    if (map == nullptr || !map->is_object()) return std::nullopt;
    json::object sound;
    for (const auto& member : map->get_object()) {
        const auto* values = member.value().if_array();
        if (values == nullptr || values->empty()) continue;
        if (std::ranges::find(types, std::string_view(member.key())) == types.end()) continue;
        sound[member.key()] = member.value();
    }
    if (sound.empty()) return std::nullopt;
    return sound;
}

}  // namespace utter::orchestrator
