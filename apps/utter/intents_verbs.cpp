#include "intents_verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <optional>
#include <tuple>
#include <utility>

#include "assistant.hpp"
#include "exit_code.hpp"
#include "utter/intent/intent_lint.hpp"
#include "utter/intent/near_miss.hpp"
#include "utter/intent/phrasing/phrasing_matcher.hpp"
#include "utter/intent/template_matcher.hpp"

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
    return why.empty() ? "fits too, but loses or is kept from it by its .blacklist or .required"
                       : why;
}

// What a skill's templates come to, with the stages the assistant asks one after the other.
class TestedStages {
  public:
    TestedStages(const std::vector<intent::LintSkill>& skills,
                 const intent::phrasing::PhrasingSettings& settings)
        : phrasing_(settings) {
        for (const auto& skill : skills) {
            intent::log_report(skill.skill_id, skill.locale.report);
            for (const auto& [tag, resources] : skill.locale.languages) {
                // One that is refused is logged with its reason, as in the assistant.
                for (const auto& definition : resources.templates) {
                    std::ignore = templates_.add(definition);
                    std::ignore = phrasing_.add(definition);
                    definitions_.push_back(definition);
                }
                for (const auto& entity : resources.entities) {
                    std::ignore = templates_.add(entity);
                    std::ignore = phrasing_.add(entity);
                }
            }
        }
    }

    struct Found {
        std::string_view stage;  // by its name in the pipeline
        intent::TemplateMatch match;
    };
    // @param pipeline stages that are not in it are not asked
    std::optional<Found> find(const std::string& text,
                              const std::string& lang,
                              const std::vector<std::string>& pipeline) {
        const auto is_asked = [&](std::string_view stage) {
            return std::ranges::find(pipeline, stage) != pipeline.end();
        };
        if (is_asked("template")) {
            if (auto match = templates_.match({&text, 1}, lang)) {
                return Found{"template", *std::move(match)};
            }
        }
        if (!is_asked("phrasing")) return std::nullopt;
        auto verdict = phrasing_.match({&text, 1}, lang);
        if (!verdict.match) return std::nullopt;
        return Found{"phrasing", *std::move(verdict.match)};
    }

    [[nodiscard]] const std::vector<intent::TemplateDefinition>& definitions() const {
        return definitions_;
    }

  private:
    intent::TemplateMatcher templates_;
    intent::phrasing::PhrasingMatcher phrasing_;
    std::vector<intent::TemplateDefinition> definitions_;
};

void print_test(const std::optional<TestedStages::Found>& found,
                const std::vector<intent::NearMiss>& near) {
    if (found) {
        const auto& match = found->match;
        fmt::print("matches {}:{} in {} by {}, score {:.2f}\n",
                   match.skill_id,
                   match.intent_name,
                   match.lang,
                   found->stage,
                   match.score);
        for (const auto& [slot, words] : match.slots) fmt::print("  {}: {}\n", slot, words);
    } else {
        fmt::print("matches nothing\n");
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
                       const std::string& lang,
                       const std::optional<TestedStages::Found>& found,
                       const std::vector<intent::NearMiss>& near) {
    json::object out{{"utterance", options.text}, {"lang", lang}, {"match", nullptr}};
    if (found) {
        const auto& match = found->match;
        json::object slots;
        for (const auto& [slot, words] : match.slots) slots[slot] = words;
        out["match"] = json::object{{"skill_id", match.skill_id},
                                    {"intent_name", match.intent_name},
                                    {"lang", match.lang},
                                    {"stage", found->stage},
                                    {"score", match.score},
                                    {"slots", std::move(slots)}};
    }
    json::array misses;
    for (const auto& miss : near) {
        misses.push_back(json::object{{"skill_id", miss.skill_id},
                                      {"intent_name", miss.intent_name},
                                      {"sample", miss.sample},
                                      {"missing", as_array(miss.missing)},
                                      {"unexpected", as_array(miss.unexpected)}});
    }
    out["near"] = std::move(misses);
    return out;
}

}  // namespace

int test_intent(const Program& program, const IntentTestOptions& options) {
    const auto skills = read_skills(program, options.folders);
    if (!skills) return complain(skills.error());
    const auto lang =
        options.lang.empty() ? languages(program.settings.locale).front() : options.lang;
    const auto& config = program.settings.orchestrator;
    intent::phrasing::PhrasingSettings settings;
    settings.confidence_min = config.phrasing_confidence;
    TestedStages stages(*skills, settings);
    const auto found = stages.find(options.text, lang, config.pipeline);
    auto near = intent::near_misses(stages.definitions(), options.text, lang, near_max + 1);
    if (found) {
        std::erase_if(near, [&](const intent::NearMiss& miss) {
            return miss.skill_id == found->match.skill_id &&
                   miss.intent_name == found->match.intent_name;
        });
    }
    near.resize(std::min(near.size(), near_max));
    if (program.json) {
        std::cout << json::serialize(test_json(options, lang, found, near)) << '\n';
    } else {
        print_test(found, near);
    }
    if (!found) return exit_failed;
    const auto& match = found->match;
    const bool expected = options.expect.empty() || options.expect == match.intent_name ||
                          options.expect == match.skill_id + ":" + match.intent_name;
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
