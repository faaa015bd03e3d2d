#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "utter/intent/locale.hpp"
#include "utter/intent/locale_files.hpp"

/// Turning the files of one language into resources; used by locale.cpp alone.
namespace utter::intent::detail {

/// What the comparison of languages needs to know beyond the resources.
struct LanguageFacts {
    /// Of the intents that could be read: all slots, and those without a type.
    std::map<std::string, std::set<std::string>> intent_slots;
    std::set<std::string> untyped_slots;
    std::set<std::string> undefined_vocabularies;  ///< reported as errors already
};

struct LoadedLanguage {
    LocaleResources resources;
    LanguageFacts facts;
};

[[nodiscard]] LoadedLanguage load_language(std::string_view skill_id,
                                           const std::string& lang,
                                           const LanguageFiles& files,
                                           LocaleReport& report);

/// Appends what each language of the skill lacks (OVOS-INTENT-2 section 2.3).
void compare_languages(const std::map<std::string, std::set<ResourceId>>& owned,
                       const std::map<std::string, LanguageFacts>& facts,
                       LocaleReport& report);

}  // namespace utter::intent::detail
