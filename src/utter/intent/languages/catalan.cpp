#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

constexpr auto beginnings = std::to_array<Rewrite>({
    {"l'", "l"},
    {"d'", "d"},
    {"n'", "n"},
    {"s'", "s"},
    {"m'", "m"},
    {"t'", "t"},
});
constexpr auto locales = std::to_array<const char*>({"ca"});

}  // namespace

// Numbers come from ICU alone; durations and times are not written yet.
constinit const LanguageData catalan{
    .language = "ca",
    .normalization = {.beginnings = beginnings, .folds_accents = true, .kept_letters = U"ç"},
    .decimal_separator = ',',
    .numbers = {.locales = locales},
};

}  // namespace utter::intent::languages
