#include "utter/session/session.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "utter/core/clock.hpp"
#include "utter/core/log.hpp"
#include "utter/session/session_fields.hpp"

namespace utter::session {
namespace {

// What OVOS-SESSION-2 5.1 treats as if the field had been left out: it never clears a store.
bool is_empty_value(std::string_view name, const json::value& value) {
    if (value.is_null()) return true;
    if (const auto* list = value.if_array()) return list->empty();
    const auto* object = value.if_object();
    if (object == nullptr) return false;
    return object->empty() || (name == "response_mode" && !object->contains("skill_id"));
}

void log_ignored(std::string_view field, const json::value& value) {
    log::warning("session.field_ignored", {{"field", field}, {"got", describe_type(value)}});
}

bool is_degrees(const json::value& value, double limit) {
    return value.is_number() && std::abs(value.to_number<double>()) <= limit;
}

// A location loses the keys that are malformed, not the rest (OVOS-SESSION-1 3.5).
void drop_malformed_keys(json::object& location) {
    const auto keep = [&location](std::string_view key, const auto& is_sound) {
        const auto* value = location.if_contains(key);
        if (value == nullptr || is_sound(*value)) return;
        log_ignored("location." + std::string(key), *value);
        location.erase(key);
    };
    keep("lat", [](const json::value& value) { return is_degrees(value, 90); });
    keep("lon", [](const json::value& value) { return is_degrees(value, 180); });
    keep("tz",
         [](const json::value& value) { return value.is_string() && !value.get_string().empty(); });
}

void drop_null_entries(json::object& entries) {
    for (auto it = entries.begin(); it != entries.end();) {
        it = it->value().is_null() ? entries.erase(it) : it + 1;
    }
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

void merge_entries(json::object& session, std::string_view field, const json::object& inbound) {
    auto& stored = ensure_object(session, field);
    for (const auto& [key, entry] : inbound) {
        if (entry.is_null()) {
            stored.erase(key);
        } else {
            stored[key] = entry;
        }
    }
    if (stored.empty()) session.erase(field);
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
void apply_entry_changes(json::object& working,
                         const json::object& baseline,
                         const json::object& returned,
                         std::string_view field) {
    static const json::object none;
    const auto* before = object_field(baseline, field);
    const auto* after = object_field(returned, field);
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
    if (!changes.empty()) merge_entries(working, field, changes);
}

void apply_replacement(json::object& working,
                       const json::object& baseline,
                       const json::object& returned,
                       std::string_view field) {
    const auto* before = baseline.if_contains(field);
    const auto* after = returned.if_contains(field);
    if (after == nullptr) {
        if (before != nullptr) working.erase(field);
    } else if (before == nullptr || *before != *after) {
        working[field] = *after;
    }
}

void apply_removals(json::object& working,
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
            log_ignored(key, value);
            continue;
        }
        auto& kept = session.object_[key] = value;
        if (key == "location") drop_malformed_keys(kept.get_object());
        if (key == "intent_context") drop_null_entries(kept.get_object());
    }
    session.tidy_languages();
    return session;
}

// The language in use is never also an additional one, and none is additional twice.
void Session::tidy_languages() {
    const auto given = list("secondary_langs");
    json::array kept;
    std::set<std::string_view> seen{text("lang")};
    for (const auto& lang : given) {
        if (seen.insert(lang).second) kept.emplace_back(lang);
    }
    if (kept.size() == given.size()) return;
    if (kept.empty()) {
        object_.erase("secondary_langs");
    } else {
        object_["secondary_langs"] = std::move(kept);
    }
}

std::string_view Session::id() const& noexcept {
    const auto id = text("session_id");
    return id.empty() ? default_session_id : id;
}

std::string_view Session::text(std::string_view field) const& noexcept {
    return string_or_empty(object_, field);
}

std::string_view Session::timezone() const& noexcept {
    const auto* location = object_field(object_, "location");
    return location == nullptr ? std::string_view{} : string_or_empty(*location, "tz");
}

std::vector<std::string> Session::list(std::string_view field) const {
    return strings_under(object_, field);
}

bool Session::has_handler(std::string_view field, std::string_view skill_id) const {
    return handler_ids(object_, field).contains(skill_id);
}

bool Session::list_contains(std::string_view field, std::string_view value) const noexcept {
    const auto* stored = object_.if_contains(field);
    if (stored == nullptr || !stored->is_array()) return false;
    return std::ranges::any_of(stored->get_array(), [value](const json::value& member) {
        const auto* text = member.if_string();
        return text != nullptr && std::string_view(*text) == value;
    });
}

const json::object& Session::context() const& noexcept {
    static const json::object none;
    const auto* field = object_.if_contains("intent_context");
    return field != nullptr && field->is_object() ? field->get_object() : none;
}

std::string Session::waiting_skill(std::chrono::system_clock::time_point now) const {
    const auto* value = object_.if_contains("response_mode");
    const auto* mode = value == nullptr ? nullptr : value->if_object();
    const auto* expires = mode == nullptr ? nullptr : mode->if_contains("expires_at");
    if (expires == nullptr || !expires->is_number()) return {};
    if (seconds_since_epoch(now) >= expires->to_number<double>()) return {};
    return std::string(string_or_empty(*mode, "skill_id"));
}

void Session::push_handler(std::string_view field,
                           std::string_view skill_id,
                           std::chrono::system_clock::time_point now) {
    json::array list;
    list.push_back(
        json::object{{"skill_id", skill_id}, {"activated_at", seconds_since_epoch(now)}});
    if (const auto* old = object_.if_contains(field); old != nullptr && old->is_array()) {
        for (const auto& entry : old->get_array()) {
            const auto* handler = entry.if_object();
            if (handler != nullptr && string_or_empty(*handler, "skill_id") != skill_id) {
                list.push_back(entry);
            }
        }
    }
    const auto waiting = waiting_skill(now);
    for (auto it = list.end(); list.size() > handlers_max && it != list.begin() + 1;) {
        --it;
        const auto dropped = string_or_empty(it->get_object(), "skill_id");
        if (dropped == waiting) continue;
        log::debug("session.handler_dropped", {{"field", field}, {"skill_id", dropped}});
        it = list.erase(it);
    }
    object_[field] = std::move(list);
}

double activated_at(const json::value& entry) {
    const auto* handler = entry.if_object();
    const auto* at = handler == nullptr ? nullptr : handler->if_contains("activated_at");
    return at != nullptr && at->is_number() ? at->to_number<double>() : 0;
}

void Session::order_handlers() {
    for (const std::string_view field : {"active_handlers", "converse_handlers"}) {
        auto* value = object_.if_contains(field);
        if (value == nullptr || !value->is_array()) continue;
        auto& list = value->get_array();
        std::ranges::stable_sort(list, std::ranges::greater{}, activated_at);
        std::set<std::string> seen;
        json::array ordered;
        for (auto& entry : list) {
            const auto* handler = entry.if_object();
            if (handler != nullptr && seen.emplace(string_or_empty(*handler, "skill_id")).second) {
                ordered.push_back(std::move(entry));
            }
        }
        list = std::move(ordered);
    }
}

void Session::merge_intake(const json::object& carrier) {
    const Session inbound = from_object(carrier);
    for (const auto& [key, value] : inbound.object_) {
        const auto* rule = find_field(key);
        const auto intake = rule == nullptr ? Intake::replaces : rule->intake;
        if (intake == Intake::replaces && !is_empty_value(key, value)) object_[key] = value;
        // Of the carrier itself: a null entry says what to delete, and reading drops those.
        if (intake == Intake::by_entry) {
            merge_entries(object_, key, carrier.at(key).get_object());
        }
    }
    tidy_languages();
}

void Session::merge_completion(const Session& baseline, const Session& returned) {
    for (const auto& rule : fields()) {
        switch (rule.completion) {
            case Completion::ignored:
                break;
            case Completion::by_entry:
                apply_entry_changes(object_, baseline.object_, returned.object_, rule.name);
                break;
            case Completion::replaces:
                apply_replacement(object_, baseline.object_, returned.object_, rule.name);
                break;
            case Completion::removals:
                apply_removals(object_, baseline.object_, returned.object_, rule.name);
                break;
        }
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
