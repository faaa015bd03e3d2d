#include "utter/config/toml_layer.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <sstream>
#include <tuple>
#include <utility>

#include "utter/config/named_tables.hpp"
#include "utter/config/near_miss.hpp"
#include "utter/config/redact.hpp"
#include "utter/config/schema.hpp"
#include "utter/config/text.hpp"
#include "utter/config/toml_guard.hpp"
#include "utter/config/value.hpp"

namespace utter::config {
namespace {

std::string shown_key(std::string_view key) {
    constexpr std::size_t shown_max_bytes = 160;
    return "'" + std::string(key.substr(0, shown_max_bytes)) +
           (key.size() > shown_max_bytes ? "...'" : "'");
}

FileValue file_value(const toml::node& node) {
    if (const auto* flag = node.as_boolean()) return flag->get();
    if (const auto* whole = node.as_integer()) return whole->get();
    if (const auto* real = node.as_floating_point()) return real->get();
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* array = node.as_array()) {
        std::vector<std::string> list;
        for (const auto& element : *array) {
            const auto* text = element.as_string();
            if (text == nullptr) return {};
            list.push_back(text->get());
        }
        return list;
    }
    return {};
}

std::string printed(const toml::node& node) {
    std::ostringstream out;
    node.visit([&out](const auto& value) { out << value; });
    return std::move(out).str();
}

// What a message says was given instead: short values as written, the rest by kind.
std::string shown_value(const toml::node& node) {
    if (const auto* text = node.as_string()) return in_quotes(text->get());
    if (node.is_table()) return "a table";
    if (const auto* list = node.as_array()) {
        return "a list of " + std::to_string(list->size()) +
               (list->size() == 1 ? " value" : " values");
    }
    return printed(node);
}

boost::json::value json_of(const toml::node& node, bool& finite);

boost::json::object json_of(const toml::table& table, bool& finite) {
    boost::json::object object;
    for (const auto& [key, node] : table) object[key.str()] = json_of(node, finite);
    return object;
}

// Dates and times have no JSON kind and become text. Depth is bounded by guard_toml.
boost::json::value json_of(const toml::node& node, bool& finite) {
    if (const auto* table = node.as_table()) return json_of(*table, finite);
    if (const auto* array = node.as_array()) {
        boost::json::array list;
        for (const auto& element : *array) list.push_back(json_of(element, finite));
        return list;
    }
    if (const auto* flag = node.as_boolean()) return flag->get();
    if (const auto* whole = node.as_integer()) return whole->get();
    if (const auto* text = node.as_string()) return boost::json::string(text->get());
    if (const auto* real = node.as_floating_point()) {
        finite = finite && std::isfinite(real->get());
        return real->get();
    }
    return boost::json::string(printed(node));
}

class Layer {
  public:
    Layer(const std::string& name, ConfigLoad& into) : name_(name), into_(into) {}

    void section(const toml::table& table, const std::string& path) {
        for (const auto& [part, node] : table) {
            const auto key = join_key(path, part.str());
            if (const auto* row = find_row(key)) {
                value(*row, part, node);
            } else if (!named_rows(path).empty() && (node.is_table() || path == llm_key)) {
                entry(path, key, part, node);
            } else if (!is_section(key)) {
                problem(part.source(),
                        key,
                        "key " + shown_key(key) + " is unknown" +
                            // Looking for a near miss is the dear part; nobody reads the rest.
                            (problems_.size() < problems_max ? suggestion(key) : ""));
            } else if (!node.is_table()) {
                problem(node.source(),
                        key,
                        shown_key(key) + " is a section of settings and cannot be " +
                            shown_value(node));
            } else if (key == skill_settings_key) {
                skills(*node.as_table());
            } else if (key == bus_roles_key) {
                roles(*node.as_table());
            } else {
                section(*node.as_table(), key);
            }
        }
    }

    void problem(const toml::source_region& where, std::string key, std::string message) {
        problems_.push_back({{Origin::Kind::file, name_, where.begin.line, where.begin.column},
                             std::move(key),
                             std::move(message)});
    }

    void finish() {
        std::ranges::sort(problems_, {}, [](const Problem& found) {
            return std::tie(found.where.line, found.where.column, found.message);
        });
        std::ranges::move(problems_, std::back_inserter(into_.problems));
    }

  private:
    void value(const Row& row, const toml::key& part, const toml::node& node) {
        const std::string key(row.key);
        if (!assign(row, into_.settings, file_value(node))) {
            problem(node.source(),
                    key,
                    shown_key(key) + " must be " + expectation(row) + ", got " +
                        (is_secret_name(key) ? std::string(redacted) : shown_value(node)));
            return;
        }
        remember(key, part);
    }

    void skills(const toml::table& table) {
        for (const auto& [id, node] : table) {
            const auto key = join_key(skill_settings_key, id.str());
            const auto* settings = node.as_table();
            if (settings == nullptr) {
                problem(node.source(),
                        key,
                        shown_key(key) + " must be a table of one skill's settings, got " +
                            shown_value(node));
                continue;
            }
            if (const auto unquoted = unquoted_id(id.str(), *settings)) {
                problem(id.source(),
                        key,
                        "a skill id with a dot has to be quoted: [skills.settings." +
                            in_quotes(*unquoted) + "]");
                continue;
            }
            for (const auto& [name, setting] : *settings) {
                skill_setting(id.str(), key, name, setting);
            }
        }
    }

    void roles(const toml::table& table) {
        for (const auto& [name, node] : table) {
            const auto key = join_key(bus_roles_key, name.str());
            const auto* role = node.as_table();
            if (role == nullptr) {
                problem(node.source(),
                        key,
                        shown_key(key) + " must be a table with 'publish' and 'see', got " +
                            shown_value(node));
                continue;
            }
            auto& made = into_.settings.bus.roles[std::string(name.str())];
            for (const auto& [part, topics] : *role) {
                role_list(made, join_key(key, part.str()), part, topics);
            }
        }
    }

    // One entry of a table whose entries people name.
    void entry(const std::string& table,
               const std::string& key,
               const toml::key& name,
               const toml::node& node) {
        const auto* settings = node.as_table();
        if (settings == nullptr) {
            problem(
                node.source(), key, shown_key(key) + " must be a table, got " + shown_value(node));
            return;
        }
        if (!is_entry_name(name.str())) {
            problem(name.source(),
                    key,
                    "the name of " + shown_key(key) +
                        " may hold only letters, digits, '_' and '-', at most 64");
            return;
        }
        for (const auto& [part, value] : *settings) {
            entry_setting(table, std::string(name.str()), part, value);
        }
    }

    void entry_setting(const std::string& table,
                       const std::string& name,
                       const toml::key& part,
                       const toml::node& node) {
        const auto key = join_key(join_key(table, name), part.str());
        const auto rows = named_rows(table);
        const auto row = std::ranges::find(rows, part.str(), &setting_of);
        if (row == rows.end()) {
            std::vector<std::string_view> known;
            for (const auto& one : rows) known.push_back(setting_of(one));
            const auto meant = near_miss(part.str(), known);
            problem(part.source(),
                    key,
                    "key " + shown_key(key) + " is unknown" +
                        (meant.empty() ? "" : "; did you mean '" + std::string(meant) + "'?"));
            return;
        }
        if (!assign_entry(table, name, *row, into_.settings, file_value(node))) {
            problem(
                node.source(),
                key,
                shown_key(key) + " must be " + expectation(*row) + ", got " + shown_value(node));
            return;
        }
        remember(key, part);
    }

    void role_list(BusRole& role,
                   const std::string& key,
                   const toml::key& part,
                   const toml::node& node) {
        const bool publish = part.str() == "publish";
        if (!publish && part.str() != "see") {
            problem(part.source(),
                    key,
                    "key " + shown_key(key) +
                        " is unknown; a role has "
                        "'publish' and 'see'");
            return;
        }
        auto value = file_value(node);
        auto* topics = std::get_if<std::vector<std::string>>(&value);
        if (topics == nullptr) {
            problem(node.source(),
                    key,
                    shown_key(key) + " must be a list of topics, got " + shown_value(node));
            return;
        }
        (publish ? role.publish : role.see) = std::move(*topics);
        remember(key, part);
    }

    void skill_setting(std::string_view id,
                       const std::string& skill_key,
                       const toml::key& name,
                       const toml::node& node) {
        const auto key = join_key(skill_key, name.str());
        bool finite = true;
        auto value = json_of(node, finite);
        if (!finite) {
            problem(node.source(), key, shown_key(key) + " must not hold an infinity or nan");
            return;
        }
        into_.settings.skills.settings[std::string(id)].insert_or_assign(name.str(),
                                                                         std::move(value));
        remember(key, name);
    }

    // [skills.settings.timer.utter] without quotes reads as skill "timer" with a table "utter".
    static std::optional<std::string> unquoted_id(std::string_view id, const toml::table& table) {
        if (id.contains('.') || table.size() != 1 || !table.begin()->second.is_table()) return {};
        return std::string(id) + "." + std::string(table.begin()->first.str());
    }

    void remember(const std::string& key, const toml::key& part) {
        const auto& at = part.source().begin;
        into_.origins[key] = {Origin::Kind::file, name_, at.line, at.column};
    }

    const std::string& name_;
    ConfigLoad& into_;
    std::vector<Problem> problems_;
};

}  // namespace

void apply_toml(std::string_view text, const std::string& name, ConfigLoad& into) {
    if (const auto found = guard_toml(text); !found.reason.empty()) {
        into.problems.push_back(
            {{Origin::Kind::file, name, found.line, found.column}, "", found.reason});
        return;
    }
    Layer layer(name, into);
    try {
        layer.section(toml::parse(text), "");
    } catch (const toml::parse_error& error) {
        layer.problem(error.source(), "", "this is not TOML: " + std::string(error.description()));
    }
    layer.finish();
}

}  // namespace utter::config
