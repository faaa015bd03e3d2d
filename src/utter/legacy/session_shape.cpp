#include "utter/legacy/session_shape.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "utter/core/clock.hpp"
#include "utter/core/log.hpp"
#include "utter/session/session.hpp"
#include "utter/session/session_fields.hpp"

namespace utter::legacy {
namespace {

constexpr std::array<std::string_view, 8> classic_fields{"active_skills",
                                                         "utterance_states",
                                                         "context",
                                                         "system_unit",
                                                         "time_format",
                                                         "date_format",
                                                         "is_speaking",
                                                         "is_recording"};

// Stages of the Python pipeline by how their names begin, and ours that does their work. The ones
// with an empty name have no counterpart here.
constexpr auto stage_names = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"stop", "stop"},
    {"ovos-stop-pipeline-plugin", "stop"},
    {"converse", "converse"},
    {"ovos-converse-pipeline-plugin", "converse"},
    {"padatious", "template"},
    {"padacioso", "template"},
    {"ovos-padatious-pipeline-plugin", "template"},
    {"ovos-padacioso-pipeline-plugin", "template"},
    {"adapt", "keyword"},
    {"ovos-adapt-pipeline-plugin", "keyword"},
    {"fallback", "fallback"},
    {"ovos-fallback-pipeline-plugin", "fallback"},
    {"common_qa", "common_query"},
    {"common_query", "common_query"},
    {"ovos-common-query-pipeline-plugin", "common_query"},
    {"ocp", ""},
    {"ovos-", ""},
});

// The handlers of a list field, the first one first.
std::vector<std::pair<std::string, json::value>> handlers(const json::object& session,
                                                          std::string_view field) {
    std::vector<std::pair<std::string, json::value>> out;
    const auto* list = session.if_contains(field);
    if (list == nullptr || !list->is_array()) return out;
    for (const auto& member : list->get_array()) {
        const auto* handler = member.if_object();
        if (handler == nullptr) continue;
        const auto* since = handler->if_contains("activated_at");
        out.emplace_back(string_or_empty(*handler, "skill_id"),
                         since == nullptr ? json::value(0) : *since);
    }
    return out;
}

json::array active_skills(const json::object& session,
                          std::string_view skill_id,
                          std::chrono::system_clock::time_point now) {
    json::array out;
    std::vector<std::string> listed{std::string(skill_id)};
    if (!skill_id.empty()) {
        out.push_back(json::array{json::string(skill_id), seconds_since_epoch(now)});
    }
    for (const auto* field : {"active_handlers", "converse_handlers"}) {
        for (const auto& [id, since] : handlers(session, field)) {
            if (std::ranges::find(listed, id) != listed.end()) continue;
            listed.push_back(id);
            out.push_back(json::array{json::string(id), since});
        }
    }
    return out;
}

const json::object* object_under(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value == nullptr ? nullptr : value->if_object();
}

// Gives a location the shape it lacks.
void complete_location(json::object& session) {
    auto* value = session.if_contains("location");
    if (value == nullptr || !value->is_object()) return;
    auto& location = value->get_object();
    if (location.contains("lat") && location.contains("lon")) {
        location.emplace(
            "coordinate",
            json::object{{"latitude", location.at("lat")}, {"longitude", location.at("lon")}});
    } else if (const auto* place = object_under(location, "coordinate")) {
        if (place->contains("latitude") && place->contains("longitude")) {
            const auto lat = place->at("latitude");
            const auto lon = place->at("longitude");
            location["lat"] = lat;
            location["lon"] = lon;
        }
    }
    if (location.contains("tz")) {
        location.emplace("timezone", json::object{{"code", location.at("tz")}});
    } else if (const auto* zone = object_under(location, "timezone")) {
        const std::string code(string_or_empty(*zone, "code"));
        if (!code.empty()) location["tz"] = code;
    }
    location.emplace("city", json::object{});
}

void translate_pipeline(json::object& session) {
    const auto stages = strings_under(session, "pipeline");
    if (stages.empty()) return;
    json::array ours;
    for (const auto& stage : stages) {
        const auto* row = std::ranges::find_if(
            stage_names, [&](const auto& name) { return stage.starts_with(name.first); });
        if (row == stage_names.end()) {
            ours.push_back(json::string(stage));
        } else if (row->second.empty()) {
            log::warning("legacy.pipeline_stage_dropped", {{"entry", stage}});
        } else if (std::ranges::find(ours, json::value(row->second)) == ours.end()) {
            ours.push_back(json::string(row->second));
        }
    }
    session["pipeline"] = std::move(ours);
}

// `[[skill_id, epoch], ..]` as a handler list.
json::array handler_list(const json::object& session) {
    json::array out;
    const auto* skills = session.if_contains("active_skills");
    if (skills == nullptr || !skills->is_array()) return out;
    for (const auto& member : skills->get_array()) {
        const auto* pair = member.if_array();
        if (pair == nullptr || pair->size() != 2 || !pair->at(0).is_string() ||
            !pair->at(1).is_number()) {
            continue;
        }
        out.push_back(json::object{{"skill_id", pair->at(0)}, {"activated_at", pair->at(1)}});
    }
    return out;
}

// Intents that were named after their files, in a list of what is not allowed.
void strip_intent_suffixes(json::object& session) {
    auto* value = session.if_contains("blacklisted_intents");
    if (value == nullptr || !value->is_array()) return;
    constexpr std::string_view suffix = ".intent";
    for (auto& member : value->get_array()) {
        if (!member.is_string() || !std::string_view(member.get_string()).ends_with(suffix)) {
            continue;
        }
        auto& name = member.get_string();
        name.resize(name.size() - suffix.size());
    }
}

bool is_state(std::string_view field) {
    const auto* rule = session::find_field(field);
    return rule != nullptr && (rule->field_class == session::FieldClass::state ||
                               rule->field_class == session::FieldClass::identity);
}

}  // namespace

bool is_classic_carrier(const json::object& session) noexcept {
    return session.contains("active_skills") || session.contains("utterance_states");
}

json::object project_session(json::object session,
                             std::string_view skill_id,
                             std::string_view lang,
                             std::chrono::system_clock::time_point now) {
    if (string_or_empty(session, "session_id").empty()) {
        session["session_id"] = session::default_session_id;
    }
    session["active_skills"] = active_skills(session, skill_id, now);
    json::object states;
    for (const auto& [id, since] : handlers(session, "active_handlers")) states[id] = "intent";
    if (const auto* mode = object_under(session, "response_mode")) {
        states[string_or_empty(*mode, "skill_id")] = "response";
    }
    session["utterance_states"] = std::move(states);
    if (string_or_empty(session, "lang").empty()) session["lang"] = lang;
    complete_location(session);
    return session;
}

json::object heal_entry_session(json::object session) {
    if (!is_classic_carrier(session)) return session;
    if (string_or_empty(session, "session_id").empty() ||
        string_or_empty(session, "session_id") == session::default_session_id) {
        json::object kept;
        for (const auto& [key, value] : session) {
            if (is_state(key)) kept[key] = value;
        }
        return kept;
    }
    auto active = handler_list(session);
    if (!active.empty()) {
        session.emplace("active_handlers", active);
        session.emplace("converse_handlers", std::move(active));
    }
    for (const auto field : classic_fields) session.erase(field);
    translate_pipeline(session);
    strip_intent_suffixes(session);
    complete_location(session);
    return session;
}

json::object heal_returned_session(const json::object& given, const json::object& returned) {
    const bool kept = std::ranges::any_of(session::fields(), [&](const session::FieldRule& rule) {
        return rule.field_class == session::FieldClass::state && rule.name != "persona_id" &&
               given.contains(rule.name) && returned.contains(rule.name);
    });
    return kept ? returned : given;
}

}  // namespace utter::legacy
