#include "utter/intent/lazy_locale.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "utter/intent/language.hpp"
#include "utter/intent/locale_files.hpp"
#include "utter/intent/locale_language.hpp"

namespace utter::intent {

LazyLocale::LazyLocale(std::string owner, LocaleSources sources)
    : owner_(std::move(owner)), sources_(std::move(sources)) {
    const auto found = find_locale_files(sources_, report_);
    log_report(owner_, report_);
    if (report_.skill_malformed) return;
    for (const auto& [tag, files] : found.languages) {
        tags_.push_back(tag);
        for (const auto& [id, file] : files) {
            if (id.first == LocaleRole::intent) intents_.insert(id.second);
        }
    }
}

const LocaleProblem* LazyLocale::malformed() const noexcept {
    return report_.skill_malformed ? &report_.errors.front() : nullptr;
}

std::vector<std::string> LazyLocale::languages_among(const std::vector<std::string>& spoken) const {
    std::vector<std::string> among;
    std::ranges::copy_if(tags_, std::back_inserter(among), [&](const std::string& tag) {
        return std::ranges::any_of(spoken, [&](const std::string& lang) {
            return primary_subtag(lang) == primary_subtag(tag);
        });
    });
    return among;
}

bool LazyLocale::has(std::string_view lang) const {
    return closest_language(lang, tags_).has_value();
}

bool LazyLocale::has_intent(std::string_view name) const {
    return intents_.contains(name);
}

const LocaleResources* LazyLocale::closest(std::string_view lang) const {
    const auto found = closest_language(lang, tags_);
    if (!found) return nullptr;
    const auto& tag = tags_[*found];
    const std::lock_guard lock(mutex_);
    auto known = read_.find(tag);
    if (known == read_.end()) {
        LocaleReport known_already;
        // It may be gone by now, and says nothing then.
        const auto files = find_locale_files(sources_, known_already, tag).languages[tag];
        LocaleReport report;
        auto loaded = detail::load_language(owner_, tag, files, report);
        log_report(owner_, report);
        known = read_.emplace(tag, std::move(loaded.resources)).first;
    }
    return &known->second;
}

}  // namespace utter::intent
