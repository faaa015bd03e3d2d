#include "utter/config/load.hpp"

#include <unistd.h>
#include <array>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <tuple>

#include "utter/config/named_tables.hpp"
#include "utter/config/near_miss.hpp"
#include "utter/config/redact.hpp"
#include "utter/config/schema.hpp"
#include "utter/config/text.hpp"
#include "utter/config/toml_guard.hpp"
#include "utter/config/toml_layer.hpp"
#include "utter/config/units.hpp"
#include "utter/config/value.hpp"

namespace utter::config {
namespace {

constexpr std::string_view variable_prefix = "UTTER_";

std::string shown_or_redacted(std::string_view key, std::string_view text) {
    return is_secret_name(key) ? std::string(redacted) : in_quotes(text);
}

// A path of the XDG base directory specification: relative ones are to be ignored.
std::filesystem::path base_directory(const Environment& environment,
                                     const std::string& variable,
                                     std::string_view below_home) {
    if (const auto found = environment.find(variable); found != environment.end()) {
        std::filesystem::path path(found->second);
        if (path.is_absolute()) return path;
    }
    const auto home = environment.find("HOME");
    if (home == environment.end() || home->second.empty()) return {};
    return std::filesystem::path(home->second) / below_home;
}

void apply_file(const SourceFile& file, ConfigLoad& into) {
    const auto name = file.path.string();
    const auto refuse = [&](std::string message) {
        into.problems.push_back({{Origin::Kind::file, name}, "", std::move(message)});
    };
    if (file.content) {
        into.files_read.push_back(file.path);
        apply_toml(*file.content, name, into);
        return;
    }
    std::error_code error;
    if (std::filesystem::is_directory(file.path, error)) return refuse("this is a directory");
    errno = 0;
    std::ifstream in(file.path, std::ios::binary);
    if (!in) {
        const int reason = errno;
        if (reason == ENOENT && !file.required) return;
        return refuse("cannot be read: " + std::generic_category().message(reason));
    }
    // One byte more than allowed tells a file of the limit from a longer one.
    std::string text(config_file_max_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    into.files_read.push_back(file.path);
    apply_toml(text, name, into);
}

void apply_environment(const Environment& environment, ConfigLoad& into) {
    std::map<std::string, const Row*, std::less<>> by_name;
    std::vector<std::string_view> known;
    known.reserve(schema().size() + reserved_variables().size());
    for (const auto& row : schema()) by_name.emplace(environment_name(row), &row);
    for (const auto& [name, row] : by_name) known.push_back(name);
    for (const auto& variable : reserved_variables()) known.push_back(variable.name);

    for (auto at = environment.lower_bound(std::string(variable_prefix));
         at != environment.end() && at->first.starts_with(variable_prefix);
         ++at) {
        const auto& [name, text] = *at;
        const Origin origin{Origin::Kind::environment, name};
        const auto found = by_name.find(name);
        if (found == by_name.end()) {
            if (std::ranges::count(reserved_variables(), name, &ReservedVariable::name) > 0)
                continue;
            const auto meant = near_miss(name, known);
            into.problems.push_back(
                {origin,
                 "",
                 "no setting has this name" +
                     (meant.empty() ? "" : "; did you mean " + std::string(meant) + "?")});
            continue;
        }
        const auto& row = *found->second;
        const std::string key(row.key);
        if (!assign_text(row, into.settings, text)) {
            into.problems.push_back({origin,
                                     key,
                                     "'" + key + "' must be " + expectation(row) + ", got " +
                                         shown_or_redacted(key, text)});
            continue;
        }
        into.origins[key] = origin;
    }
}

void apply_flag(const std::string& flag, ConfigLoad& into) {
    const auto equals = flag.find('=');
    const auto key = flag.substr(0, equals);
    const auto* const row = find_row(key);
    const Origin origin{Origin::Kind::flag, row == nullptr ? in_quotes(key) : key};
    const auto refuse = [&](std::string message) {
        into.problems.push_back({origin, row == nullptr ? "" : key, std::move(message)});
    };
    if (row == nullptr) {
        if (key.starts_with(skill_settings_key)) {
            return refuse("settings of skills can only be set in a file");
        }
        if (is_section(key)) return refuse("this is a section; name one setting in it");
        return refuse("no setting has this name" + suggestion(key));
    }
    if (equals == std::string::npos) return refuse("a value is missing; write --set KEY=VALUE");
    const auto text = flag.substr(equals + 1);
    if (!assign_text(*row, into.settings, text)) {
        return refuse("'" + key + "' must be " + expectation(*row) + ", got " +
                      shown_or_redacted(key, text));
    }
    into.origins[key] = origin;
}

// What no single value can tell. Reported where the value that breaks the rule was set.
void check_together(ConfigLoad& load) {
    const auto& bus = load.settings.bus;
    const auto refuse = [&load](const std::string& key, std::string message) {
        const auto found = load.origins.find(key);
        load.problems.push_back(
            {found == load.origins.end() ? Origin{} : found->second, key, std::move(message)});
    };
    if (bus.keys_file.empty() && !bus.insecure_bind_allowed && !is_loopback(bus.host)) {
        refuse("bus.host",
               "'bus.host' is " + in_quotes(bus.host) +
                   ", which other machines may reach; that needs 'bus.keys_file', or else "
                   "'bus.insecure_bind_allowed' = true");
    }
    const auto& platform = load.settings.platform;
    if (platform.enabled && bus.keys_file.empty() && !platform.insecure_bind_allowed &&
        !is_loopback(platform.host)) {
        refuse("platform.host",
               "'platform.host' is " + in_quotes(platform.host) +
                   ", which other machines may reach; that needs 'bus.keys_file', or else "
                   "'platform.insecure_bind_allowed' = true");
    }
    const auto check_tls = [&](const std::string& part, const auto& settings) {
        if (settings.tls_certificate.empty() == settings.tls_key.empty()) return;
        const std::string certificate = part + ".tls_certificate";
        const std::string key = part + ".tls_key";
        refuse(settings.tls_key.empty() ? certificate : key,
               in_quotes(certificate) + " and " + in_quotes(key) + " need each other");
    };
    check_tls("bus", bus);
    check_tls("platform", platform);
    // A stage that is cut off in the middle of its questions could never match.
    const auto& stages = load.settings.orchestrator;
    const std::array windows{
        std::pair("fallback_window", stages.fallback_window),
        std::pair("converse_window", stages.converse_window),
        std::pair("stop_window", stages.stop_window),
        std::pair("common_query_max", stages.common_query_poll + stages.common_query_max)};
    for (const auto& [name, time] : windows) {
        if (time <= stages.match_timeout) continue;
        refuse("orchestrator." + std::string(name),
               "'orchestrator.match_timeout' is shorter than the " + format_duration(time) +
                   " that 'orchestrator." + name + "' allows a stage");
    }
}

// What personas and language models need of each other.
void check_personas(ConfigLoad& load) {
    const auto& [llm, persona] = std::tie(load.settings.llm, load.settings.persona);
    const auto refuse = [&load](const std::string& key, std::string message) {
        // A key that is missing is reported where its table is.
        const auto found = load.origins.lower_bound(key.substr(0, key.rfind('.') + 1));
        const auto exact = load.origins.find(key);
        const auto at = exact != load.origins.end() ? exact : found;
        load.problems.push_back(
            {at == load.origins.end() ? Origin{} : at->second, key, std::move(message)});
    };
    for (const auto& [name, entry] : llm) {
        if (entry.url.empty()) {
            const auto key = join_key(join_key(llm_key, name), "url");
            refuse(key, "'" + key + "' is missing");
        }
    }
    for (const auto& [id, entry] : persona.entries) {
        const auto table = join_key(persona_key, id);
        if (entry.model.empty()) {
            refuse(table + ".model", "'" + table + ".model' is missing");
        }
        const auto key = table + ".provider";
        if (entry.provider.empty() && llm.size() > 1) {
            refuse(key, "'" + key + "' must say which of the [llm.NAME] tables answers");
        }
        if (entry.provider.empty() ? llm.empty() : !llm.contains(entry.provider)) {
            refuse(key,
                   entry.provider.empty()
                       ? "'" + table + "' needs a table [llm.NAME] that answers for it"
                       : "'" + key + "' is " + in_quotes(entry.provider) +
                             ", but there is no [llm." + entry.provider + "]");
        }
    }
    if (!persona.default_persona.empty() && !persona.entries.contains(persona.default_persona)) {
        refuse("persona.default",
               "'persona.default' is " + in_quotes(persona.default_persona) +
                   ", but there is no such [persona.NAME]");
    }
    const auto& pipeline = load.settings.orchestrator.pipeline;
    if (!pipeline.empty() && pipeline.back() == "persona_fallback") {
        refuse("orchestrator.pipeline",
               "'orchestrator.pipeline' must not end with persona_fallback, after which nothing is "
               "left to answer when it cannot");
    }
}

void bound_problems(ConfigLoad& load) {
    if (load.problems.size() <= problems_max) return;
    const auto more = load.problems.size() - (problems_max - 1);
    load.problems.resize(problems_max - 1);
    const auto where = load.problems.back().where;
    load.problems.push_back({where, "", "and " + std::to_string(more) + " more problems"});
}

}  // namespace

std::string to_string(const Origin& origin) {
    // Names of files and variables are outside text too.
    const auto name = without_controls(origin.name);
    switch (origin.kind) {
        case Origin::Kind::built_in:
            return "default";
        case Origin::Kind::environment:
            return "environment variable " + name;
        case Origin::Kind::flag:
            return "--set " + name;
        case Origin::Kind::file:
            break;
    }
    return origin.line == 0 ? name : name + ":" + std::to_string(origin.line);
}

std::string to_string(const Problem& problem) {
    auto text = to_string(problem.where);
    if (problem.where.column > 0) text += ":" + std::to_string(problem.where.column);
    // The TOML parser quotes what it stumbled over as it is.
    return text + ": " + without_controls(problem.message);
}

Sources standard_sources(Environment environment, std::vector<std::string> flags) {
    Sources sources;
    if (const auto named = environment.find("UTTER_CONFIG"); named != environment.end()) {
        sources.files.push_back({named->second, true});
    } else {
        sources.files.push_back({"/etc/utter/utter.toml"});
        const auto home = base_directory(environment, "XDG_CONFIG_HOME", ".config");
        if (!home.empty()) sources.files.push_back({home / "utter" / "utter.toml"});
    }
    sources.environment = std::move(environment);
    sources.flags = std::move(flags);
    return sources;
}

ConfigLoad load_settings(const Sources& sources) {
    ConfigLoad load;
    for (const auto& file : sources.files) apply_file(file, load);
    apply_environment(sources.environment, load);
    for (const auto& flag : sources.flags) apply_flag(flag, load);
    check_together(load);
    check_personas(load);
    bound_problems(load);
    return load;
}

Environment current_environment() {
    Environment environment;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

std::filesystem::path skill_locale_dir(const SkillsSettings& skills,
                                       const Environment& environment) {
    if (!skills.locale_dir.empty()) return skills.locale_dir;
    const auto base = base_directory(environment, "XDG_DATA_HOME", ".local/share");
    return base.empty() ? base : base / "utter" / "skills";
}

std::filesystem::path skill_state_dir(const SkillsSettings& skills,
                                      const Environment& environment) {
    if (!skills.state_dir.empty()) return skills.state_dir;
    const auto base = base_directory(environment, "XDG_STATE_HOME", ".local/state");
    return base.empty() ? base : base / "utter";
}

namespace {

// Of a service; empty when there is none.
std::filesystem::path service_state_dir(const Environment& environment) {
    if (const auto found = environment.find("STATE_DIRECTORY"); found != environment.end()) {
        // A list, for a service that has several.
        std::filesystem::path first(found->second.substr(0, found->second.find(':')));
        if (first.is_absolute()) return first;
    }
    return {};
}

// Where a service, or else a user's program, keeps its state; empty when there is no home.
std::filesystem::path state_dir(const Environment& environment) {
    if (auto service = service_state_dir(environment); !service.empty()) return service;
    const auto base = base_directory(environment, "XDG_STATE_HOME", ".local/state");
    return base.empty() ? base : base / "utter";
}

}  // namespace

std::filesystem::path skill_settings_dir(const SkillsSettings& skills,
                                         const Environment& environment) {
    if (!skills.settings_dir.empty()) return skills.settings_dir;
    if (const auto service = service_state_dir(environment); !service.empty()) {
        return service / "skills";
    }
    const auto base = base_directory(environment, "XDG_CONFIG_HOME", ".config");
    return base.empty() ? base : base / "mycroft" / "skills";
}

std::filesystem::path scheduler_database(const SchedulerSettings& scheduler,
                                         const Environment& environment) {
    if (!scheduler.database.empty()) return scheduler.database;
    const auto state = state_dir(environment);
    return state.empty() ? state : state / "scheduler.db";
}

std::string platform_database(const PlatformSettings& platform, const Environment& environment) {
    if (!platform.database.empty()) return platform.database;
    const auto state = state_dir(environment);
    return state.empty() ? std::string() : (state / "platform.db").string();
}

std::filesystem::path samples_dir(const PlatformSettings& platform,
                                  const Environment& environment) {
    if (!platform.samples_dir.empty()) return platform.samples_dir;
    const auto state = state_dir(environment);
    return state.empty() ? state : state / "samples";
}

std::filesystem::path liked_songs(const MediaSettings& media, const Environment& environment) {
    if (!media.likes.empty()) return media.likes;
    const auto state = state_dir(environment);
    return state.empty() ? state : state / "likes.json";
}

std::filesystem::path voices_dir(const TrainerSettings& trainer, const Environment& environment) {
    if (!trainer.voices_dir.empty()) return trainer.voices_dir;
    const auto state = state_dir(environment);
    return state.empty() ? state : state / "voices";
}

std::filesystem::path models_dir(const ModelsSettings& models, const Environment& environment) {
    if (!models.dir.empty()) return models.dir;
    const auto state = state_dir(environment);
    return state.empty() ? state : state / "models";
}

std::filesystem::path model_path(const std::string& setting,
                                 const ModelsSettings& models,
                                 const Environment& environment) {
    if (setting.empty() || setting.contains('/')) return setting;
    return models_dir(models, environment) / setting;
}

}  // namespace utter::config
