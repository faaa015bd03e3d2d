#include "utter/session/session.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "utter/core/log.hpp"
#include "utter/session/session_fields.hpp"

namespace utter::session {
namespace {

constexpr std::array<std::string_view, 2> handler_lists{"active_handlers", "converse_handlers"};

// What OVOS-SESSION-2 5.1 treats as if the field had been left out: it never clears a store.
bool is_empty_value(std::string_view name, const json::value& value) {
    if (value.is_null()) return true;
    if (const auto* list = value.if_array()) return list->empty();
    const auto* object = value.if_object();
    if (object == nullptr) return false;
    return object->empty() || (name == "response_mode" && !object->contains("skill_id"));
}

const json::object* object_field(const json::object& session, std::string_view name) {
    const auto* value = session.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

json::object& ensure_object(json::object& session, std::string_view name) {
    auto& value = session[name];
    if (!value.is_object()) value = json::object{};
    return value.get_object();
}

void merge_context_entries(json::object& session, const json::object& inbound) {
    auto& stored = ensure_object(session, "intent_context");
    for (const auto& [key, entry] : inbound) {
        if (entry.is_null()) {
            stored.erase(key);
        } else {
            stored[key] = entry;
        }
    }
    if (stored.empty()) session.erase("intent_context");
}

std::set<std::string_view> handler_ids(const json::object& session, std::string_view field) {
    std::set<std::string_view> ids;
    const auto* value = session.if_contains(field);
    if (value == nullptr || !value->is_array()) return ids;
    for (const auto& entry : value->get_array()) {
        if (const auto* object = entry.if_object())
            ids.insert(string_or_empty(*object, "skill_id"));
    }
    return ids;
}

// Applies the entries a handler wrote, changed or removed, and leaves the ones it merely echoed.
void apply_context_difference(json::object& working,
                              const json::object& baseline,
                              const json::object& returned) {
    static const json::object none;
    const auto* before = object_field(baseline, "intent_context");
    const auto* after = object_field(returned, "intent_context");
    const auto& old_entries = before == nullptr ? none : *before;
    const auto& new_entries = after == nullptr ? none : *after;
    json::object changes;
    for (const auto& [key, entry] : new_entries) {
        const auto* known = old_entries.if_contains(key);
        if (known == nullptr || *known != entry) changes[key] = entry;
    }
    for (const auto& [key, entry] : old_entries) {
        if (!new_entries.contains(key)) changes[key] = nullptr;
    }
    if (!changes.empty()) merge_context_entries(working, changes);
}

void remove_dropped_handlers(json::object& working,
                             const json::object& baseline,
                             const json::object& returned,
                             std::string_view field) {
    auto dropped = handler_ids(baseline, field);
    for (const auto id : handler_ids(returned, field)) dropped.erase(id);
    auto* value = working.if_contains(field);
    if (dropped.empty() || value == nullptr || !value->is_array()) return;
    auto& list = value->get_array();
    for (auto it = list.begin(); it != list.end();) {
        const auto* entry = it->if_object();
        const bool gone = entry != nullptr && dropped.contains(string_or_empty(*entry, "skill_id"));
        it = gone ? list.erase(it) : it + 1;
    }
    if (list.empty()) working.erase(field);
}

}  // namespace

bool carrier_is_sound(const json::object& context) noexcept {
    const auto* carrier = context.if_contains("session");
    return carrier == nullptr || carrier->is_null() || carrier->is_object();
}

std::string session_id_of(const json::object& context) {
    const auto* carrier = context.if_contains("session");
    const auto* object = carrier == nullptr ? nullptr : carrier->if_object();
    const auto id = object == nullptr ? std::string_view{} : string_or_empty(*object, "session_id");
    return std::string(id.empty() ? default_session_id : id);
}

Session Session::read(const json::object& context) {
    const auto* carrier = context.if_contains("session");
    const auto* object = carrier == nullptr ? nullptr : carrier->if_object();
    return object == nullptr ? Session{} : from_object(*object);
}

Session Session::from_object(const json::object& object) {
    Session session;
    for (const auto& [key, value] : object) {
        if (value.is_null()) continue;
        const auto* rule = find_field(key);
        if (rule != nullptr && !has_wire_type(*rule, value)) {
            log::warning("session.field_ignored",
                         {{"field", std::string_view(key)}, {"got", describe_type(value)}});
            continue;
        }
        session.object_[key] = value;
    }
    return session;
}

std::string_view Session::id() const& noexcept {
    const auto id = text("session_id");
    return id.empty() ? default_session_id : id;
}

std::string_view Session::text(std::string_view field) const& noexcept {
    return string_or_empty(object_, field);
}

std::vector<std::string> Session::list(std::string_view field) const {
    return strings_under(object_, field);
}

bool Session::list_contains(std::string_view field, std::string_view value) const noexcept {
    const auto* stored = object_.if_contains(field);
    if (stored == nullptr || !stored->is_array()) return false;
    return std::ranges::any_of(stored->get_array(), [value](const json::value& member) {
        const auto* text = member.if_string();
        return text != nullptr && std::string_view(*text) == value;
    });
}

void Session::push_handler(std::string_view field,
                           std::string_view skill_id,
                           std::chrono::system_clock::time_point now) {
    json::array list;
    const std::chrono::duration<double> since_epoch = now.time_since_epoch();
    list.push_back(json::object{{"skill_id", skill_id}, {"activated_at", since_epoch.count()}});
    if (const auto* old = object_.if_contains(field); old != nullptr && old->is_array()) {
        for (const auto& entry : old->get_array()) {
            const auto* handler = entry.if_object();
            if (handler != nullptr && string_or_empty(*handler, "skill_id") != skill_id) {
                list.push_back(entry);
            }
        }
    }
    object_[field] = std::move(list);
}

void Session::merge_intake(const json::object& carrier) {
    const Session inbound = from_object(carrier);
    for (const auto& [key, value] : inbound.object_) {
        if (key == "session_id" || is_empty_value(key, value)) continue;
        if (key == "intent_context") {
            merge_context_entries(object_, value.get_object());
        } else {
            object_[key] = value;
        }
    }
    // The language in use is never also an additional one (OVOS-SESSION-1 3.2.2).
    auto secondary = list("secondary_langs");
    if (std::erase(secondary, text("lang")) > 0) {
        object_["secondary_langs"] = json::array(secondary.begin(), secondary.end());
    }
}

void Session::merge_completion(const Session& baseline, const Session& returned) {
    apply_context_difference(object_, baseline.object_, returned.object_);
    const auto* before = baseline.object_.if_contains("response_mode");
    const auto* after = returned.object_.if_contains("response_mode");
    if (after != nullptr && (before == nullptr || *before != *after)) {
        object_["response_mode"] = *after;
    } else if (after == nullptr && before != nullptr) {
        object_.erase("response_mode");
    }
    for (const auto field : handler_lists) {
        remove_dropped_handlers(object_, baseline.object_, returned.object_, field);
    }
}

void Session::reimpose_overrides(const Session& before) {
    for (const auto& rule : fields()) {
        if (!rule.reimposed) continue;
        if (const auto* value = before.object_.if_contains(rule.name)) {
            object_[rule.name] = *value;
        } else {
            object_.erase(rule.name);
        }
    }
}

}  // namespace utter::session
