#include "utter/orchestrator/context_gates.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/session/intent_context.hpp"

namespace utter::orchestrator {

bool ContextGates::Gate::is_open(const json::object& map, std::string_view owner) const {
    return is_shared ? session::has_shared_context(map, key)
                     : session::has_private_context(map, owner, key);
}

Result<std::vector<ContextGates::Gate>> ContextGates::read_list(const json::object& registration,
                                                                std::string_view field) {
    std::vector<Gate> gates;
    const auto* list = registration.if_contains(field);
    if (list == nullptr) return gates;
    const auto malformed = [&](std::string_view what) {
        return fail(ErrorCode::malformed,
                    "field '" + std::string(field) + "' " + std::string(what));
    };
    if (!list->is_array()) return malformed("must be an array");
    for (const auto& member : list->get_array()) {
        if (const auto* key = member.if_string()) {
            gates.push_back({std::string(*key), false});
        } else if (const auto* object = member.if_object()) {
            const auto scope = string_or_empty(*object, "scope");
            const bool has_scope = object->contains("scope");
            if (has_scope && scope != "private" && scope != "shared") {
                return malformed("has a scope that is neither 'private' nor 'shared'");
            }
            gates.push_back({std::string(string_or_empty(*object, "key")), scope == "shared"});
        } else {
            return malformed("may hold only keys and objects with 'key' and 'scope'");
        }
        if (gates.back().key.empty()) return malformed("holds an empty key");
    }
    return gates;
}

Result<ContextGates> ContextGates::read(const json::object& registration) {
    auto required = read_list(registration, "requires_context");
    if (!required) return std::unexpected(required.error());
    auto excluded = read_list(registration, "excludes_context");
    if (!excluded) return std::unexpected(excluded.error());
    for (const auto& gate : *required) {
        if (std::ranges::find(*excluded, gate) == excluded->end()) continue;
        log::warning(
            "intent.context_contradiction",
            {{"skill_id", string_or_empty(registration, "skill_id")},
             {"intent_name", string_or_empty(registration, "intent_name")},
             {"key", gate.key},
             {"reason", "it is required and excluded at once, so the intent never matches"}});
    }
    ContextGates gates;
    gates.required_ = std::move(*required);
    gates.excluded_ = std::move(*excluded);
    return gates;
}

bool ContextGates::admit(const json::object& map, std::string_view owner) const {
    const auto is_open = [&](const Gate& gate) { return gate.is_open(map, owner); };
    return std::ranges::all_of(required_, is_open) && std::ranges::none_of(excluded_, is_open);
}

}  // namespace utter::orchestrator
