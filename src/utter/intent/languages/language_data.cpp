#include "utter/intent/languages/language_data.hpp"

#include <algorithm>
#include <array>

namespace utter::intent {
namespace {

using namespace languages;

// A new language is a file of its own and one word here.
constexpr std::array all{
    &catalan, &german, &english, &spanish, &french, &italian, &dutch, &portuguese};

}  // namespace

std::span<const LanguageData* const> all_languages() noexcept {
    return all;
}

const LanguageData* language_data(std::string_view language) noexcept {
    const auto found = std::ranges::find(all, language, &LanguageData::language);
    return found != all.end() ? *found : nullptr;
}

const NormalizationRules& normalization_rules(std::string_view language) noexcept {
    static constexpr NormalizationRules none;
    const LanguageData* data = language_data(language);
    return data != nullptr ? data->normalization : none;
}

}  // namespace utter::intent
