#include "skills_verbs.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <map>

#include "assistant.hpp"
#include "assistant_link.hpp"
#include "exit_code.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto query_patience = 2000ms;

struct SkillRow {
    std::string state;
    std::int64_t intents = 0;
};

void add_loaded(AssistantLink& link, std::map<std::string, SkillRow>& rows) {
    const auto answer = link.request(Message("ovos.skills.list", {}, link.context()),
                                     "ovos.skills.list.response",
                                     query_patience);
    const auto* skills = answer ? answer->data().if_contains("skills") : nullptr;
    if (skills == nullptr || !skills->is_array()) return;
    for (const auto& skill : skills->get_array()) {
        const auto* object = skill.if_object();
        if (object == nullptr) continue;
        auto& row = rows[std::string(string_or_empty(*object, "skill_id"))];
        row.state = "loaded";
        if (const auto* count = object->if_contains("intents");
            count != nullptr && count->is_int64()) {
            row.intents = count->get_int64();
        }
    }
}

}  // namespace

int list_skills(const Program& program) {
    std::map<std::string, SkillRow> rows;
    for (const auto& entry : skill_catalogue(program)) rows[entry.skill_id].state = "available";
    for (const auto& id : program.settings.skills.enabled) {
        auto& row = rows[id];
        row.state = row.state == "available" ? "enabled" : "unknown";
    }
    auto link = AssistantLink::open(program, false);
    if (link) add_loaded(**link, rows);
    if (program.json) {
        json::array skills;
        for (const auto& [id, row] : rows) {
            skills.push_back(
                json::object{{"skill_id", id}, {"state", row.state}, {"intents", row.intents}});
        }
        std::cout << json::serialize(
                         json::object{{"running", link.has_value()}, {"skills", std::move(skills)}})
                  << '\n';
        return exit_ok;
    }
    std::size_t width = 0;
    for (const auto& [id, row] : rows) width = std::max(width, id.size());
    for (const auto& [id, row] : rows) {
        std::cout << id << std::string(width - id.size() + 2, ' ') << row.state;
        if (row.state == "loaded") std::cout << "  " << row.intents << " intents";
        std::cout << '\n';
    }
    if (!link) std::cerr << "no assistant is running; this is what the configuration says\n";
    return exit_ok;
}

}  // namespace utter::app
