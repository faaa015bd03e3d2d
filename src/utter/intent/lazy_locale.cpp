#include "utter/intent/lazy_locale.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "utter/intent/language.hpp"
#include "utter/intent/locale_language.hpp"

namespace utter::intent {

LazyLocale::LazyLocale(std::string owner, const LocaleSources& sources)
    : owner_(std::move(owner)), files_(find_locale_files(sources, report_).languages) {
    log_report(owner_, report_);
    if (report_.skill_malformed) return;
    for (const auto& [tag, files] : files_) tags_.push_back(tag);
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

bool LazyLocale::has_file(LocaleRole role, std::string_view name) const {
    const ResourceId id(role, name);
    return std::ranges::any_of(
        files_, [&](const auto& language) { return language.second.contains(id); });
}

const LocaleResources* LazyLocale::closest(std::string_view lang) const {
    const auto found = closest_language(lang, tags_);
    if (!found) return nullptr;
    const auto& tag = tags_[*found];
    const std::lock_guard lock(mutex_);
    auto known = read_.find(tag);
    if (known == read_.end()) {
        LocaleReport report;
        auto loaded = detail::load_language(owner_, tag, files_.at(tag), report);
        log_report(owner_, report);
        known = read_.emplace(tag, std::move(loaded.resources)).first;
    }
    return &known->second;
}

}  // namespace utter::intent
