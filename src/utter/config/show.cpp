#include "utter/config/show.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

#include "utter/config/named_tables.hpp"
#include "utter/config/redact.hpp"
#include "utter/config/schema.hpp"
#include "utter/config/text.hpp"

namespace utter::config {
namespace {

struct Shown {
    std::string key;
    std::string text;  ///< in TOML, or in JSON where TOML has no such thing in one line
    boost::json::value json;
    std::string origin;
};

std::string origin_of(const ConfigLoad& load, const std::string& key) {
    const auto found = load.origins.find(key);
    return to_string(found == load.origins.end() ? Origin{} : found->second);
}

std::vector<Shown> all_of(const ConfigLoad& load) {
    std::vector<Shown> all;
    for (const auto& row : schema()) {
        const std::string key(row.key);
        const auto plain = json_value(row, load.settings);
        auto shown = redact(key, plain);
        auto text = shown == plain ? toml_value(row, load.settings) : serialize(shown);
        all.push_back({key, std::move(text), std::move(shown), origin_of(load, key)});
    }
    for (const auto& [name, role] : load.settings.bus.roles) {
        const auto role_key = join_key(bus_roles_key, name);
        const auto add = [&](std::string_view part, const auto& topics) {
            if (!topics) return;
            const auto key = join_key(role_key, part);
            const boost::json::value json = boost::json::array(topics->begin(), topics->end());
            all.push_back({key, serialize(json), json, origin_of(load, key)});
        };
        add("publish", role.publish);
        add("see", role.see);
    }
    for (const auto table : {llm_key, persona_key}) {
        for (const auto& name : entry_names(table, load.settings)) {
            for (const auto& row : named_rows(table)) {
                const auto key = join_key(join_key(table, name), setting_of(row));
                auto shown = redact(key, entry_json(table, name, row, load.settings));
                auto text = serialize(shown);
                all.push_back({key, std::move(text), std::move(shown), origin_of(load, key)});
            }
        }
    }
    for (const auto& [id, settings] : load.settings.skills.settings) {
        for (const auto& [name, value] : settings) {
            const auto key = join_key(join_key(skill_settings_key, id), name);
            auto shown = redact(name, value);
            auto text = serialize(shown);
            all.push_back({key, std::move(text), std::move(shown), origin_of(load, key)});
        }
    }
    return all;
}

}  // namespace

std::string show_text(const ConfigLoad& load) {
    const auto all = all_of(load);
    // Wide enough for most, so that the origins stand in a column without a long one moving all.
    constexpr std::size_t column_max = 60;
    std::size_t column = 0;
    for (const auto& shown : all) {
        const auto width = shown.key.size() + shown.text.size() + 3;
        if (width <= column_max) column = std::max(column, width);
    }
    std::string out;
    for (const auto& shown : all) {
        auto line = shown.key + " = " + shown.text;
        if (line.size() < column) line.resize(column, ' ');
        out += line + "  # " + shown.origin + "\n";
    }
    return out;
}

boost::json::value show_json(const ConfigLoad& load) {
    boost::json::object out;
    for (auto& shown : all_of(load)) {
        out[shown.key] = boost::json::object{{"value", std::move(shown.json)},
                                             {"origin", std::move(shown.origin)}};
    }
    return out;
}

}  // namespace utter::config
