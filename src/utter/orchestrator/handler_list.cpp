#include "utter/orchestrator/handler_list.hpp"

#include <algorithm>

#include "utter/core/clock.hpp"

namespace utter::orchestrator {

std::vector<Handler> handlers_by_recency(const session::Session& session, std::string_view field) {
    std::vector<Handler> out;
    const auto* list = session.object().if_contains(field);
    if (list == nullptr || !list->is_array()) return out;
    for (const auto& member : list->get_array()) {
        const auto* entry = member.if_object();
        if (entry == nullptr) continue;
        const double activated_at = session::activated_at(member);
        const auto place = std::ranges::find_if(
            out, [&](const Handler& handler) { return handler.activated_at < activated_at; });
        out.insert(place, {std::string(string_or_empty(*entry, "skill_id")), activated_at});
    }
    return out;
}

void remove_handler(json::object& carrier, std::string_view field, std::string_view skill_id) {
    auto* value = carrier.if_contains(field);
    if (value == nullptr || !value->is_array()) return;
    json::array kept;
    for (const auto& member : value->get_array()) {
        const auto* entry = member.if_object();
        if (entry == nullptr || string_or_empty(*entry, "skill_id") != skill_id) {
            kept.push_back(member);
        }
    }
    *value = std::move(kept);
}

session::Session without_stale_handlers(const session::Session& session,
                                        std::chrono::system_clock::time_point now,
                                        std::chrono::milliseconds time_max) {
    constexpr std::string_view field = "converse_handlers";
    const auto oldest = seconds_since_epoch(now - time_max);
    const auto waiting = session.waiting_skill(now);
    auto carrier = session.object();
    bool changed = false;
    for (const auto& handler : handlers_by_recency(session, field)) {
        if (handler.activated_at >= oldest || handler.skill_id == waiting) continue;
        remove_handler(carrier, field, handler.skill_id);
        changed = true;
    }
    return changed ? session::Session::from_object(carrier) : session;
}

}  // namespace utter::orchestrator
