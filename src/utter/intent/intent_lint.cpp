#include "utter/intent/intent_lint.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent {
namespace {

namespace fs = std::filesystem;

// Stands for what a user says for a slot; no language has the word.
constexpr std::string_view slot_word = "xqslotqx";

// Where a file is, or would be.
fs::path path_of(const LintSkill& skill, const std::string& lang, const ResourceId& id) {
    if (const auto lines = skill.lines.find(lang); lines != skill.lines.end()) {
        const auto found = std::ranges::find(lines->second, id, &LintLine::resource);
        if (found != lines->second.end()) return found->file;
    }
    return skill.locale_dir / lang / (id.second + "." + std::string(to_string(id.first)));
}

// The sample as somebody says it.
std::string said(std::string_view sample) {
    std::string out;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        if (sample[i] != '{') {
            out += sample[i];
            continue;
        }
        out += slot_word;
        i = std::min(sample.find('}', i), sample.size() - 1);
    }
    return out;
}

/// The findings of one skill alone.
class SkillLint {
  public:
    SkillLint(const LintSkill& skill, std::vector<LintFinding>& out) : skill_(skill), out_(out) {}

    void run() {
        for (const auto& problem : skill_.locale.report.errors) {
            add(LintSeverity::error, LintRule::malformed, problem);
        }
        for (const auto& problem : skill_.locale.report.warnings) {
            add(LintSeverity::warning, LintRule::doubtful, problem);
        }
        for (const auto& gap : skill_.locale.report.gaps) gap_of(gap);
        for (const auto& [lang, lines] : skill_.lines) unused(lines);
        dialogs();
    }

  private:
    void add(LintSeverity severity, LintRule rule, const LocaleProblem& problem) {
        out_.push_back(
            {severity, rule, problem.file, problem.line, problem.column, problem.detail});
    }

    void warn(LintRule rule, fs::path file, std::string message) {
        out_.push_back({LintSeverity::warning, rule, std::move(file), 0, 0, std::move(message)});
    }

    void gap_of(const ParityGap& gap) {
        auto file = path_of(skill_, gap.lang, {gap.role, gap.name});
        switch (gap.kind) {
            case ParityGap::Kind::missing_resource:
                return warn(LintRule::missing_translation,
                            std::move(file),
                            "Other languages of the skill have this file.");
            case ParityGap::Kind::missing_slot:
                return warn(LintRule::missing_translation,
                            std::move(file),
                            "Templates of other languages have the slot '" + gap.slot + "'.");
            case ParityGap::Kind::missing_entity:
                return warn(LintRule::missing_entity,
                            std::move(file),
                            "The slot '" + gap.name + "' has no example values.");
        }
    }

    [[nodiscard]] bool code_names(const std::string& name) const {
        if (!skill_.names_in_code) return true;  // code that was not seen may name anything
        if (skill_.names_in_code->contains(name)) return true;
        // "unit_" + unit
        return std::ranges::any_of(*skill_.names_in_code, [&](const std::string& text) {
            return text.ends_with('_') && name.starts_with(text);
        });
    }

    void unused(const std::vector<LintLine>& lines) {
        std::set<std::string> references;
        std::map<ResourceId, fs::path> files;
        std::string templates;
        for (const LintLine& line : lines) {
            files.try_emplace(line.resource, line.file);
            for (auto& name : vocabulary_references(line.line.text)) {
                // A vocabulary that only names itself is used by nobody.
                if (line.resource != ResourceId(LocaleRole::voc, name)) {
                    references.insert(std::move(name));
                }
            }
            if (line.resource.first == LocaleRole::intent) templates.append(line.line.text) += '\n';
        }
        for (const auto& [id, file] : files) {
            const auto& [role, name] = id;
            if (role == LocaleRole::voc && !references.contains(name) && !code_names(name)) {
                warn(LintRule::unused_vocabulary, file, "No template refers to the vocabulary.");
            }
            const bool is_slot =
                templates.contains("{" + name + "}") || templates.contains(":" + name + "}");
            if (role == LocaleRole::entity && !is_slot && !code_names(name)) {
                warn(LintRule::unused_entity, file, "No template has the slot '" + name + "'.");
            }
        }
    }

    // A dialog may leave out what it is given ("es la una"), but a slot that only one language has
    // must be one the code fills.
    void dialogs() {
        std::map<std::pair<std::string, std::string>, std::size_t> uses;  // by dialog and slot
        std::map<std::string, std::size_t> languages;                     // by dialog
        for (const auto& [lang, resources] : skill_.locale.languages) {
            for (const auto& [name, dialog] : resources.dialogs) {
                ++languages[name];
                for (const auto& slot : dialog.slots) ++uses[{name, slot}];
            }
        }
        for (const auto& [lang, resources] : skill_.locale.languages) {
            for (const auto& [name, dialog] : resources.dialogs) {
                for (const auto& slot : dialog.slots) {
                    if (uses[{name, slot}] == languages[name]) continue;
                    if (skill_.names_in_code && code_names(slot)) continue;
                    out_.push_back(
                        {skill_.names_in_code ? LintSeverity::error : LintSeverity::warning,
                         LintRule::dialog_slots,
                         path_of(skill_, lang, {LocaleRole::dialog, name}),
                         0,
                         0,
                         "Other languages do not have the slot '" + slot +
                             (skill_.names_in_code ? "', nor does the code fill it." : "'.")});
                }
            }
        }
    }

    const LintSkill& skill_;
    std::vector<LintFinding>& out_;
};

/// Compares the intents of all skills in one language.
class LanguageLint {
  public:
    LanguageLint(std::string lang, std::span<const LintSkill> skills, std::vector<LintFinding>& out)
        : lang_(std::move(lang)), skills_(skills), normalizer_(lang_), out_(out) {}

    void run() {
        register_all();
        for (const LintSkill& skill : skills_) {
            const auto lines = skill.lines.find(lang_);
            const auto resources = skill.locale.languages.find(lang_);
            if (lines == skill.lines.end() || resources == skill.locale.languages.end()) continue;
            const Vocabularies vocabularies(resources->second.vocabularies.begin(),
                                            resources->second.vocabularies.end());
            for (const LintLine& line : lines->second) {
                if (line.resource.first != LocaleRole::intent) continue;
                const auto definition = std::ranges::find(resources->second.templates,
                                                          line.resource.second,
                                                          &TemplateDefinition::intent_name);
                if (definition == resources->second.templates.end()) continue;
                const auto parsed = Template::parse(line.line.text, Direction::input, vocabularies);
                if (parsed) look_at(*definition, line, *parsed);
            }
        }
    }

  private:
    struct Owner {
        const TemplateDefinition* definition;
        const LintLine* line;
    };

    void register_all() {
        for (const LintSkill& skill : skills_) {
            const auto resources = skill.locale.languages.find(lang_);
            if (resources == skill.locale.languages.end()) continue;
            // What cannot be registered was reported when it was loaded.
            for (const auto& definition : resources->second.templates) {
                std::ignore = matcher_.add(definition);
            }
            for (const auto& entity : resources->second.entities) {
                std::ignore = matcher_.add(entity);
            }
        }
    }

    void add(LintSeverity severity, LintRule rule, const LintLine& line, std::string message) {
        out_.push_back({severity, rule, line.file, line.line.number, 0, std::move(message)});
    }

    void look_at(const TemplateDefinition& definition,
                 const LintLine& line,
                 const Template& parsed) {
        for (const std::string& slot : definition.required_slots) {
            if (parsed.slots().contains(slot)) continue;
            add(LintSeverity::warning,
                LintRule::required_slot,
                line,
                "The line leaves out the required slot '" + slot +
                    "'; it matches only when the context fills it.");
        }
        if (full_) return;
        const auto samples = parsed.expand();
        samples_ += samples.size();
        if (samples_ > lint_samples_max) {
            full_ = true;
            return add(LintSeverity::warning,
                       LintRule::too_many_samples,
                       line,
                       "From here on the samples in " + lang_ + " are not compared.");
        }
        compare(definition, line, samples);
    }

    void compare(const TemplateDefinition& definition,
                 const LintLine& line,
                 const std::vector<std::string>& samples) {
        std::size_t known = 0;
        std::size_t lost = 0;
        bool wins = false;
        std::string winner;
        std::map<std::string, std::pair<Owner, std::string>> others;  // by qualified name
        for (const std::string& sample : samples) {
            const std::string utterance = said(sample);
            if (!wins) {
                const auto match = matcher_.match({&utterance, 1}, lang_);
                wins = match && match->skill_id == definition.skill_id &&
                       match->intent_name == definition.intent_name;
                if (match && !wins) {
                    ++lost;
                    winner = match->skill_id + ":" + match->intent_name;
                }
            }
            auto key = normalizer_.text(utterance);
            if (!key) continue;
            const auto [owner, added] = owners_.try_emplace(*std::move(key), &definition, &line);
            if (added) continue;
            if (owner->second.definition != &definition) {
                const auto& other = *owner->second.definition;
                others.try_emplace(other.skill_id + ":" + other.intent_name, owner->second, sample);
            } else if (owner->second.line != &line) {
                ++known;
            }
        }
        if (!samples.empty() && lost == samples.size()) {
            return add(LintSeverity::error,
                       LintRule::unreachable,
                       line,
                       "The line never matches: '" + winner + "' wins whatever it says.");
        }
        for (const auto& [name, other] : others) {
            const bool same_skill = other.first.definition->skill_id == definition.skill_id;
            add(same_skill ? LintSeverity::error : LintSeverity::warning,
                LintRule::ambiguous,
                line,
                "'" + other.second + "' is also said by '" + name + "', " +
                    other.first.line->file.string() + ":" +
                    std::to_string(other.first.line->line.number) + ".");
        }
        if (!samples.empty() && known == samples.size()) {
            add(LintSeverity::warning,
                LintRule::repeated,
                line,
                "Lines above say all that this one says.");
        }
    }

    std::string lang_;
    std::span<const LintSkill> skills_;
    Normalizer normalizer_;
    std::vector<LintFinding>& out_;
    TemplateMatcher matcher_;
    std::unordered_map<std::string, Owner> owners_;  // by normalised sample
    std::size_t samples_ = 0;
    bool full_ = false;
};

}  // namespace

std::vector<LintFinding> lint(std::span<const LintSkill> skills) {
    std::vector<LintFinding> out;
    std::set<std::string> languages;
    for (const LintSkill& skill : skills) {
        SkillLint(skill, out).run();
        for (const auto& [lang, resources] : skill.locale.languages) languages.insert(lang);
    }
    for (const std::string& lang : languages) LanguageLint(lang, skills, out).run();
    std::ranges::sort(out, {}, [](const LintFinding& finding) {
        return std::tuple(finding.file.string(),
                          finding.line,
                          finding.column,
                          finding.severity,
                          finding.rule,
                          finding.message);
    });
    return out;
}

std::string_view to_string(LintRule rule) noexcept {
    switch (rule) {
        case LintRule::malformed:
            return "malformed";
        case LintRule::doubtful:
            return "doubtful";
        case LintRule::missing_translation:
            return "missing-translation";
        case LintRule::missing_entity:
            return "missing-entity";
        case LintRule::unreachable:
            return "unreachable";
        case LintRule::ambiguous:
            return "ambiguous";
        case LintRule::repeated:
            return "repeated";
        case LintRule::required_slot:
            return "required-slot";
        case LintRule::unused_vocabulary:
            return "unused-vocabulary";
        case LintRule::unused_entity:
            return "unused-entity";
        case LintRule::dialog_slots:
            return "dialog-slots";
        case LintRule::too_many_samples:
            return "too-many-samples";
    }
    return "unknown";
}

std::string to_string(const LintFinding& finding) {
    std::string text = finding.file.string();
    if (finding.line != 0) text += ':' + std::to_string(finding.line);
    if (finding.column != 0) text += ':' + std::to_string(finding.column);
    text += finding.severity == LintSeverity::error ? ": error: " : ": warning: ";
    text += finding.message;
    return text.append(" [").append(to_string(finding.rule)).append("]");
}

}  // namespace utter::intent
