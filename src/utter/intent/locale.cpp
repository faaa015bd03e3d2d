#include "utter/intent/locale.hpp"

#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/locale_files.hpp"
#include "utter/intent/locale_language.hpp"

namespace utter::intent {

Locale load_locale(std::string_view skill_id, const LocaleSources& sources) {
    Locale locale;
    const LocaleFiles files = find_locale_files(sources, locale.report);
    std::map<std::string, detail::LanguageFacts> facts;
    for (const auto& [lang, language_files] : files.languages) {
        // Read even when the skill is refused, so that the author sees everything at once.
        auto loaded = detail::load_language(skill_id, lang, language_files, locale.report);
        facts[lang] = std::move(loaded.facts);
        locale.languages.emplace(lang, std::move(loaded.resources));
    }
    detail::compare_languages(files.skill_owned, facts, locale.report);
    if (locale.report.skill_malformed) locale.languages.clear();
    return locale;
}

const LocaleResources* Locale::closest(std::string_view lang) const {
    std::vector<std::string> tags;
    tags.reserve(languages.size());
    for (const auto& [tag, resources] : languages) tags.push_back(tag);
    const auto found = closest_language(lang, tags);
    return found ? &languages.find(tags[*found])->second : nullptr;
}

void log_report(std::string_view skill_id, const LocaleReport& report) {
    const auto log_all = [skill_id](std::string_view event,
                                    const std::vector<LocaleProblem>& problems) {
        for (const LocaleProblem& problem : problems) {
            log::warning(event,
                         {{"skill_id", skill_id},
                          {"file", problem.file.string()},
                          {"line", problem.line},
                          {"column", problem.column},
                          {"reason", problem.detail}});
        }
    };
    log_all("locale.refused", report.errors);
    log_all("locale.doubtful", report.warnings);
}

std::string to_string(const LocaleProblem& problem) {
    std::string text = problem.file.string();
    if (problem.line != 0) text += ':' + std::to_string(problem.line);
    if (problem.column != 0) text += ':' + std::to_string(problem.column);
    return text + ": " + problem.detail;
}

std::string_view to_string(LocaleRole role) noexcept {
    switch (role) {
        case LocaleRole::intent:
            return "intent";
        case LocaleRole::dialog:
            return "dialog";
        case LocaleRole::entity:
            return "entity";
        case LocaleRole::voc:
            return "voc";
        case LocaleRole::blacklist:
            return "blacklist";
        case LocaleRole::required:
            return "required";
        case LocaleRole::prompt:
            return "prompt";
    }
    return "unknown";
}

}  // namespace utter::intent
