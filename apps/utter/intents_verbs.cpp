#include "intents_verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <iterator>
#include <utility>

#include "assistant.hpp"
#include "exit_code.hpp"
#include "intent_trial.hpp"
#include "trace_text.hpp"
#include "utter/intent/intent_lint.hpp"

namespace utter::app {
namespace {

constexpr std::size_t near_max = 3;

// The skills of the folders, or those the configuration enables.
Result<std::vector<intent::LintSkill>> read_skills(
    const Program& program, const std::vector<std::filesystem::path>& folders) {
    std::vector<intent::LintSkill> skills;
    for (const auto& folder : folders) {
        auto skill = intent::read_skill_folder(folder);
        if (!skill) return std::unexpected(skill.error());
        skills.push_back(*std::move(skill));
    }
    if (!folders.empty()) return skills;
    for (const auto& entry : skill_catalogue(program)) {
        if (std::ranges::find(program.settings.skills.enabled, entry.skill_id) ==
            program.settings.skills.enabled.end()) {
            continue;
        }
        skills.push_back(intent::read_skill_locale(entry.skill_id, entry.locale_dir));
    }
    return skills;
}

int complain(const Error& error) {
    std::cerr << "utter: " << error.detail << '\n';
    return exit_usage;
}

json::array as_array(const std::vector<std::string>& texts) {
    return json::array(texts.begin(), texts.end());
}

// What speaks against a near miss.
std::string reason_of(const intent::NearMiss& miss) {
    const auto quoted = [](const std::vector<std::string>& words) {
        return fmt::format("'{}'", fmt::join(words, "', '"));
    };
    std::string why;
    if (!miss.missing.empty()) why = "lacks " + quoted(miss.missing);
    if (!miss.unexpected.empty()) {
        why += (why.empty() ? "does not know " : ", does not know ") + quoted(miss.unexpected);
    }
    if (!miss.excluded.empty()) {
        why += (why.empty() ? "" : ", ") + std::string("does not take ") + quoted(miss.excluded);
    }
    return why.empty() ? "fits too, but loses, is disabled, or is kept from it by what it requires "
                         "or must not hear"
                       : why;
}

void print_test(const json::object& trace, const std::vector<intent::NearMiss>& near) {
    const auto& stages = trace.at("stages").as_array();
    if (const auto* match = trace.if_contains("match")) {
        const auto& found = match->as_object();
        fmt::print("matches {}:{} in {} by {}\n",
                   string_or_empty(found, "skill_id"),
                   string_or_empty(found, "intent_name"),
                   string_or_empty(found, "lang"),
                   string_or_empty(stages.back().as_object(), "pipeline_id"));
        for (const auto& [slot, words] : found.at("slots").as_object()) {
            fmt::print("  {}: {}\n", std::string_view(slot), std::string_view(words.as_string()));
        }
    } else {
        const auto detail = string_or_empty(trace, "detail");
        fmt::print("matches nothing{}\n", detail.empty() ? "" : fmt::format(" ({})", detail));
    }
    for (const auto& stage : stages) {
        fmt::print("{} {}: {}\n",
                   string_or_empty(stage.as_object(), "pipeline_id"),
                   string_or_empty(stage.as_object(), "outcome"),
                   reason_text(stage.as_object()));
    }
    for (const auto& miss : near) {
        fmt::print("near {}:{} \"{}\": {}\n",
                   miss.skill_id,
                   miss.intent_name,
                   miss.sample,
                   reason_of(miss));
    }
}

json::object test_json(const IntentTestOptions& options,
                       const json::object& trace,
                       const std::vector<intent::NearMiss>& near) {
    json::object out{{"utterance", options.text},
                     {"lang", trace.at("lang")},
                     {"match", nullptr},
                     {"stages", trace.at("stages")},
                     {"detail", trace.at("detail")}};
    if (const auto* match = trace.if_contains("match")) {
        out["match"] = *match;
        auto& found = out["match"].get_object();
        const auto& claimed = trace.at("stages").as_array().back().as_object();
        found["stage"] = claimed.at("pipeline_id");
        found["score"] = claimed.contains("score") ? claimed.at("score") : json::value(nullptr);
    }
    json::array misses;
    for (const auto& miss : near) {
        misses.push_back(json::object{{"skill_id", miss.skill_id},
                                      {"intent_name", miss.intent_name},
                                      {"sample", miss.sample},
                                      {"missing", as_array(miss.missing)},
                                      {"unexpected", as_array(miss.unexpected)},
                                      {"excluded", as_array(miss.excluded)}});
    }
    out["near"] = std::move(misses);
    return out;
}

Result<IntentTrial> make_trial(const Program& program,
                               const IntentTestOptions& options,
                               const std::string& lang) {
    if (options.folders.empty() && options.registrations.empty()) {
        return IntentTrial::with_assistant(program, lang);
    }
    std::vector<intent::LintSkill> skills;
    for (const auto& folder : options.folders) {
        auto skill = intent::read_skill_folder(folder);
        if (!skill) return std::unexpected(skill.error());
        skills.push_back(*std::move(skill));
    }
    std::vector<Message> registrations;
    for (const auto& file : options.registrations) {
        auto read = read_registrations(file);
        if (!read) return std::unexpected(read.error());
        std::ranges::move(*read, std::back_inserter(registrations));
    }
    return IntentTrial::with(program, lang, skills, registrations);
}

int status_of(const Error& error) {
    return error.code == ErrorCode::timeout || error.code == ErrorCode::unavailable ? exit_no_answer
                                                                                    : exit_usage;
}

}  // namespace

int test_intent(const Program& program, const IntentTestOptions& options) {
    const auto failed = [](const Error& error) {
        complain(error);
        return status_of(error);
    };
    const auto lang =
        options.lang.empty() ? languages(program.settings.locale).front() : options.lang;
    auto trial = make_trial(program, options, lang);
    if (!trial) return failed(trial.error());
    const auto trace = trial->decide(options.text);
    if (!trace) return failed(trace.error());
    auto near = trial->near_misses(options.text, near_max + 1);
    if (!near) return failed(near.error());
    std::string skill_id;
    std::string intent_name;
    if (const auto* match = trace->if_contains("match")) {
        skill_id = string_or_empty(match->as_object(), "skill_id");
        intent_name = string_or_empty(match->as_object(), "intent_name");
        std::erase_if(*near, [&](const intent::NearMiss& miss) {
            return miss.skill_id == skill_id && miss.intent_name == intent_name;
        });
    }
    near->resize(std::min(near->size(), near_max));
    if (program.json) {
        std::cout << json::serialize(test_json(options, *trace, *near)) << '\n';
    } else {
        print_test(*trace, *near);
    }
    if (skill_id.empty()) return exit_failed;
    const bool expected = options.expect.empty() || options.expect == intent_name ||
                          options.expect == skill_id + ":" + intent_name;
    if (!expected) std::cerr << "utter: expected " << options.expect << '\n';
    return expected ? exit_ok : exit_failed;
}

int lint_intents(const Program& program, const IntentLintOptions& options) {
    const auto skills = read_skills(program, options.folders);
    if (!skills) return complain(skills.error());
    const auto findings = intent::lint(*skills);
    const auto errors = static_cast<std::size_t>(
        std::ranges::count(findings, intent::LintSeverity::error, &intent::LintFinding::severity));
    const auto warnings = findings.size() - errors;
    if (program.json) {
        json::array list;
        for (const auto& finding : findings) {
            const bool is_error = finding.severity == intent::LintSeverity::error;
            list.push_back(json::object{{"severity", is_error ? "error" : "warning"},
                                        {"rule", to_string(finding.rule)},
                                        {"file", finding.file.string()},
                                        {"line", finding.line},
                                        {"column", finding.column},
                                        {"message", finding.message}});
        }
        std::cout << json::serialize(json::object{{"skills", skills->size()},
                                                  {"errors", errors},
                                                  {"warnings", warnings},
                                                  {"findings", std::move(list)}})
                  << '\n';
    } else {
        for (const auto& finding : findings) std::cout << to_string(finding) << '\n';
        fmt::print("{} skills, {} errors, {} warnings\n", skills->size(), errors, warnings);
    }
    return errors > 0 || (options.strict && warnings > 0) ? exit_failed : exit_ok;
}

}  // namespace utter::app
