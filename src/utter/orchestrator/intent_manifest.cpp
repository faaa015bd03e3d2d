#include "utter/orchestrator/intent_manifest.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <initializer_list>

#include "utter/core/log.hpp"
#include "utter/intent/intent_names.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::array<std::string_view, 3> known_capabilities{
    "fallback", "common_query", "converse"};

// Sessions whose slot types are remembered; beyond it they are made anew.
constexpr std::size_t slot_types_sessions_max = 256;

void collect_slot_types(const json::object& definition, std::set<std::string>& types) {
    const auto* declared = definition.if_contains("slot_types");
    if (declared != nullptr && declared->is_object()) {
        for (const auto& member : declared->get_object()) {
            if (const auto* type = member.value().if_string()) types.emplace(*type);
        }
    }
    for (const auto& sample : strings_under(definition, "samples")) {
        for (auto open = sample.find('{'); open != std::string::npos;
             open = sample.find('{', open + 1)) {
            const auto end = sample.find_first_of(":}", open);
            if (end != std::string::npos && sample[end] == ':') {
                types.insert(sample.substr(open + 1, end - open - 1));
            }
        }
    }
}

std::string folded(std::string_view lang) {
    std::string out(lang);
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string scope_of(const Message& message) {
    return session::session_id_of(message.context());
}

// Whether every field that says whose a message is holds a non-empty string; warns about the first
// that does not.
bool has_identity(const Message& message, std::initializer_list<std::string_view> fields) {
    for (const auto field : fields) {
        if (!message.data_string(field).empty()) continue;
        log::warning("intent.registration_ignored",
                     {{"topic", message.type()},
                      {"skill_id", message.data_string("skill_id")},
                      {"reason", "field '" + std::string(field) + "' must be a non-empty string"}});
        return false;
    }
    return true;
}

json::object failure(std::string reason) {
    return {{"ok", false}, {"error", std::move(reason)}};
}

// The first filter that is present and not a string.
std::optional<std::string> filter_fault(const Message& query,
                                        std::initializer_list<std::string_view> filters) {
    for (const auto filter : filters) {
        const auto* value = query.data().if_contains(filter);
        if (value != nullptr && !value->is_string()) {
            return std::string(filter) + " must be a string, got " +
                   std::string(describe_type(*value));
        }
    }
    return std::nullopt;
}

bool passes(std::string_view filter, std::string_view value) {
    return filter.empty() || filter == value;
}

}  // namespace

const std::vector<std::string>& IntentManifest::topics() {
    static const std::vector<std::string> topics{"ovos.intent.register.keyword",
                                                 "ovos.intent.register.template",
                                                 "ovos.entity.register",
                                                 "ovos.intent.deregister",
                                                 "ovos.entity.deregister",
                                                 "ovos.skill.deregister",
                                                 "ovos.intent.enable",
                                                 "ovos.intent.disable",
                                                 "ovos.skill.loaded",
                                                 "ovos.intent.list",
                                                 "ovos.intent.describe",
                                                 "ovos.skills.list"};
    return topics;
}

std::optional<Message> IntentManifest::handle(const Message& message) {
    const auto& topic = message.type();
    const auto source = message.context_string("skill_id");
    const auto target = message.data_string("skill_id");
    if (!source.empty() && !target.empty() && source != target) {
        log::debug("intent.other_skill_addressed",
                   {{"topic", topic}, {"skill_id", target}, {"source", source}});
    }
    std::optional<json::object> answer;
    if (!topic.ends_with(".list") && !topic.ends_with(".describe")) slot_types_.clear();
    if (topic == "ovos.intent.register.keyword") {
        add(message, Kind::keyword);
    } else if (topic == "ovos.intent.register.template") {
        add(message, Kind::by_template);
    } else if (topic == "ovos.entity.register") {
        add(message, Kind::entity);
    } else if (topic == "ovos.intent.deregister" || topic == "ovos.entity.deregister") {
        remove(message, topic == "ovos.entity.deregister");
    } else if (topic == "ovos.skill.deregister") {
        remove_skill(message);
    } else if (topic == "ovos.intent.enable" || topic == "ovos.intent.disable") {
        set_enabled(message, topic == "ovos.intent.enable");
    } else if (topic == "ovos.skill.loaded") {
        announce(message);
    } else if (topic == "ovos.intent.list") {
        answer = list(message);
    } else if (topic == "ovos.intent.describe") {
        answer = describe(message);
    } else if (topic == "ovos.skills.list") {
        answer = list_skills(message);
    }
    if (!answer) return std::nullopt;
    return message.response(std::move(*answer)).value();
}

std::vector<std::string> IntentManifest::required_slots(std::string_view session_id,
                                                        std::string_view skill_id,
                                                        std::string_view intent_name,
                                                        std::string_view lang) const {
    for (const auto scope : {session_id, session::default_session_id}) {
        const auto it = rows_.find({std::string(scope),
                                    std::string(skill_id),
                                    std::string(intent_name),
                                    folded(lang),
                                    Kind::by_template});
        if (it == rows_.end()) continue;
        return strings_under(it->second.definition, "required_slots");
    }
    return {};
}

const std::set<std::string>& IntentManifest::slot_types(std::string_view session_id) const {
    const auto known = slot_types_.find(session_id);
    if (known != slot_types_.end()) return known->second;
    if (slot_types_.size() >= slot_types_sessions_max) slot_types_.clear();
    auto& types = slot_types_[std::string(session_id)];
    for (const auto& [key, row] : rows_) {
        const bool seen =
            key.session_id == session_id || key.session_id == session::default_session_id;
        if (key.kind == Kind::by_template && seen) collect_slot_types(row.definition, types);
    }
    return types;
}

void IntentManifest::add(const Message& message, Kind kind) {
    const std::string_view name_field = kind == Kind::entity ? "entity_name" : "intent_name";
    if (!has_identity(message, {"skill_id", name_field, "lang"})) return;
    const auto name = message.data_string(name_field);
    if (kind != Kind::entity && intent::is_reserved_intent_name(name)) {
        log::warning("intent.registration_ignored",
                     {{"topic", message.type()},
                      {"skill_id", message.data_string("skill_id")},
                      {"intent_name", name},
                      {"lang", message.data_string("lang")},
                      {"reason", "this intent name is reserved"}});
        return;
    }
    const std::string lang(message.data_string("lang"));
    auto& row = rows_[{scope_of(message),
                       std::string(message.data_string("skill_id")),
                       std::string(name),
                       folded(lang),
                       kind}];
    row.lang = lang;
    row.definition = message.data();
}

void IntentManifest::remove(const Message& message, bool entities) {
    const std::string_view name_field = entities ? "entity_name" : "intent_name";
    if (!has_identity(message, {"skill_id", name_field})) return;
    const auto scope = scope_of(message);
    const auto lang = folded(message.data_string("lang"));
    std::erase_if(rows_, [&](const auto& entry) {
        const auto& key = entry.first;
        return (key.kind == Kind::entity) == entities && key.session_id == scope &&
               key.skill_id == message.data_string("skill_id") &&
               key.name == message.data_string(name_field) && passes(lang, key.lang);
    });
}

void IntentManifest::remove_skill(const Message& message) {
    if (!has_identity(message, {"skill_id"})) return;
    const auto scope = scope_of(message);
    const auto skill = message.data_string("skill_id");
    std::erase_if(rows_, [&](const auto& entry) {
        return entry.first.session_id == scope && entry.first.skill_id == skill;
    });
    skills_.erase({scope, std::string(skill)});
}

void IntentManifest::set_enabled(const Message& message, bool enabled) {
    if (!has_identity(message, {"skill_id", "intent_name"})) return;
    const auto scope = scope_of(message);
    const auto lang = folded(message.data_string("lang"));
    for (auto& [key, row] : rows_) {
        if (key.kind != Kind::entity && key.session_id == scope &&
            key.skill_id == message.data_string("skill_id") &&
            key.name == message.data_string("intent_name") && passes(lang, key.lang)) {
            row.enabled = enabled;
        }
    }
}

void IntentManifest::announce(const Message& message) {
    if (!has_identity(message, {"skill_id"})) return;
    auto& capabilities = skills_[{scope_of(message), std::string(message.data_string("skill_id"))}];
    capabilities.clear();
    for (const auto& name : strings_under(message.data(), "capabilities")) {
        if (std::ranges::find(known_capabilities, name) != known_capabilities.end()) {
            capabilities.insert(name);
        }
    }
}

json::object IntentManifest::list(const Message& query) const {
    if (auto fault = filter_fault(query, {"skill_id", "lang", "session_id"}))
        return failure(*fault);
    const auto scope = query.data_string("session_id");
    json::array intents;
    for (const auto& [key, row] : rows_) {
        if (key.kind == Kind::entity || !passes(query.data_string("skill_id"), key.skill_id) ||
            !passes(folded(query.data_string("lang")), key.lang)) {
            continue;
        }
        // A session sees the default rows and its own.
        if (!scope.empty() && key.session_id != scope &&
            key.session_id != session::default_session_id) {
            continue;
        }
        intents.push_back(
            json::object{{"skill_id", key.skill_id},
                         {"intent_name", key.name},
                         {"lang", row.lang},
                         {"method", key.kind == Kind::keyword ? "keyword" : "template"},
                         {"enabled", row.enabled},
                         {"session_id", key.session_id}});
    }
    return {{"ok", true}, {"intents", std::move(intents)}};
}

// An answer goes to everybody on the bus, whose frames are bounded (bus.frame_max): what a skill
// was allowed to register in several frames need not fit in one.
json::object IntentManifest::describe(const Message& query) const {
    constexpr std::size_t definitions_bytes_max = std::size_t{4} * 1024 * 1024;
    if (auto fault =
            filter_fault(query, {"skill_id", "intent_name", "lang", "method", "session_id"})) {
        return failure(*fault);
    }
    const auto skill = query.data_string("skill_id");
    if (skill.empty()) return failure("skill_id is required");
    json::array definitions;
    json::array entities;
    std::size_t definitions_bytes = 0;
    std::size_t entities_bytes = 0;
    std::size_t entities_left_out = 0;
    for (const auto& [key, row] : rows_) {
        const std::string_view method = key.kind == Kind::keyword ? "keyword" : "template";
        if (key.skill_id != skill || !passes(folded(query.data_string("lang")), key.lang) ||
            !passes(query.data_string("session_id"), key.session_id)) {
            continue;
        }
        json::object described{{"skill_id", key.skill_id},
                               {"lang", row.lang},
                               {"session_id", key.session_id},
                               {"definition", row.definition}};
        if (key.kind == Kind::entity) {
            const auto bytes = json::serialize(described).size();
            if (entities_bytes + bytes > definitions_bytes_max) {
                ++entities_left_out;
                continue;
            }
            entities_bytes += bytes;
            described["entity_name"] = key.name;
            entities.push_back(std::move(described));
        } else if (passes(query.data_string("intent_name"), key.name) &&
                   passes(query.data_string("method"), method)) {
            definitions_bytes += json::serialize(described).size();
            if (definitions_bytes > definitions_bytes_max) {
                return failure("the definitions are larger than " +
                               std::to_string(definitions_bytes_max) +
                               " bytes together; ask for one intent_name or lang");
            }
            described["intent_name"] = key.name;
            described["method"] = method;
            definitions.push_back(std::move(described));
        }
    }
    if (definitions.empty()) return failure("no registration matches");
    json::object answer{
        {"ok", true}, {"definitions", std::move(definitions)}, {"entities", std::move(entities)}};
    if (entities_left_out > 0) answer["entities_left_out"] = entities_left_out;
    return answer;
}

json::object IntentManifest::list_skills(const Message& query) const {
    if (auto fault = filter_fault(query, {"session_id"})) return failure(*fault);
    const auto scope = query.data_string("session_id");
    json::array skills;
    for (const auto& [key, capabilities] : skills_) {
        const auto& [session_id, skill_id] = key;
        if (!scope.empty() && session_id != scope && session_id != session::default_session_id) {
            continue;
        }
        const auto count = std::ranges::count_if(rows_, [&](const auto& entry) {
            return entry.first.kind != Kind::entity && entry.first.session_id == session_id &&
                   entry.first.skill_id == skill_id;
        });
        skills.push_back(
            json::object{{"skill_id", skill_id},
                         {"session_id", session_id},
                         {"capabilities", json::array(capabilities.begin(), capabilities.end())},
                         {"intents", count}});
    }
    return {{"ok", true}, {"skills", std::move(skills)}};
}

}  // namespace utter::orchestrator
