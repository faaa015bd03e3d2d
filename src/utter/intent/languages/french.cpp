#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

using std::string_view;
using enum TimeWord;
using enum DayPart;
using namespace detail;

constexpr auto beginnings = std::to_array<Rewrite>({
    {"jusqu'", "jusqu"},
    {"lorsqu'", "lorsqu"},
    {"puisqu'", "puisqu"},
    {"quoiqu'", "quoiqu"},
    {"presqu'", "presqu"},
    {"quelqu'", "quelqu"},
    {"qu'", "qu"},
    {"l'", "l"},
    {"d'", "d"},
    {"j'", "j"},
    {"n'", "n"},
    {"s'", "s"},
    {"c'", "c"},
    {"m'", "m"},
    {"t'", "t"},
});

constexpr auto locales = std::to_array<const char*>({"fr", "fr_BE", "fr_CH"});
constexpr auto variants = std::to_array<Rewrite>({
    {"quatrevingts", "quatrevingt"},
    {"cents", "cent"},
});
constexpr auto articles = std::to_array<string_view>({"un", "une"});

constexpr auto units = std::to_array<DurationUnit>({
    {"seconde", 1},
    {"secondes", 1},
    {"sec", 1},
    {"s", 1},
    {"minute", minute},
    {"minutes", minute},
    {"min", minute},
    {"mn", minute},
    {"m", minute},
    {"heure", hour},
    {"heures", hour},
    {"h", hour},
    {"jour", day},
    {"jours", day},
    {"j", day},
    {"semaine", week},
    {"semaines", week},
    {"quinzaine", 15 * day},
});
constexpr auto fractions = std::to_array<DurationFraction>({
    {"demi", 0.5},
    {"demie", 0.5},
    {"quart", 0.25},
    {"quarts", 0.25},
    {"tiers", 1.0 / 3},
});
constexpr auto joiners = std::to_array<string_view>({"et", "plus"});
constexpr auto fillers = std::to_array<string_view>({"de", "d"});
constexpr auto leads =
    std::to_array<string_view>({"pendant", "dans", "pour", "durant", "de", "d", "environ"});

constexpr auto times = std::to_array<TimePhrase>({
    {"a", filler},
    {"au", filler},
    {"le", filler},
    {"la", filler},
    {"les", filler},
    {"l", filler},
    {"de", filler},
    {"d", filler},
    {"du", filler},
    {"pour", filler},
    {"vers", filler},
    {"en", filler},
    {"des", filler},
    {"heure", filler},
    {"heures", filler},
    {"h", filler},
    {"minutes", filler},
    {"pile", filler},
    {"prochain", filler},
    {"prochaine", filler},
    {"ce", filler},
    {"aujourdhui", in_days, 0},
    {"aujourd hui", in_days, 0},
    {"demain", in_days, 1},
    {"apres demain", in_days, 2},
    {"matin", part, value(morning)},
    {"du matin", part, value(morning)},
    {"le matin", part, value(morning)},
    {"au matin", part, value(morning)},
    {"apres midi", part, value(afternoon)},
    {"l apres midi", part, value(afternoon)},
    {"de l apres midi", part, value(afternoon)},
    {"soir", part, value(evening)},
    {"du soir", part, value(evening)},
    {"le soir", part, value(evening)},
    {"au soir", part, value(evening)},
    {"nuit", part, value(night)},
    {"la nuit", part, value(night)},
    {"de la nuit", part, value(night)},
    {"ce matin", this_part, value(morning)},
    {"cet apres midi", this_part, value(afternoon)},
    {"cette apres midi", this_part, value(afternoon)},
    {"ce soir", this_part, value(evening)},
    {"cette nuit", this_part, value(night)},
    {"midi", clock, 12 * 60},
    {"minuit", clock, 0},
    {"et demie", added, 30},
    {"et demi", added, 30},
    {"et quart", added, 15},
    {"et un quart", added, 15},
    {"et trois quarts", added, 45},
    {"moins le quart", added, -15},
    {"moins quart", added, -15},
    {"moins un quart", added, -15},
    {"et", plus},
    {"moins", minus},
    {"dimanche", weekday, 0},
    {"lundi", weekday, 1},
    {"mardi", weekday, 2},
    {"mercredi", weekday, 3},
    {"jeudi", weekday, 4},
    {"vendredi", weekday, 5},
    {"samedi", weekday, 6},
    {"dimanches", repeats, on(0)},
    {"lundis", repeats, on(1)},
    {"mardis", repeats, on(2)},
    {"mercredis", repeats, on(3)},
    {"jeudis", repeats, on(4)},
    {"vendredis", repeats, on(5)},
    {"samedis", repeats, on(6)},
    {"chaque", every},
    {"tous les", every},
    {"chaque jour", repeats, all_days},
    {"tous les jours", repeats, all_days},
    {"quotidiennement", repeats, all_days},
    {"chaque matin", repeats, all_days},
    {"tous les matins", repeats, all_days},
    {"en semaine", repeats, working_days},
    {"jours ouvres", repeats, working_days},
    {"les jours ouvres", repeats, working_days},
    {"jours de semaine", repeats, working_days},
    {"week end", repeats, weekend},
    {"week ends", repeats, weekend},
    {"weekend", repeats, weekend},
    {"weekends", repeats, weekend},
    {"chaque week end", repeats, weekend},
    {"tous les week ends", repeats, weekend},
    {"janvier", month, 1},
    {"fevrier", month, 2},
    {"mars", month, 3},
    {"avril", month, 4},
    {"mai", month, 5},
    {"juin", month, 6},
    {"juillet", month, 7},
    {"aout", month, 8},
    {"septembre", month, 9},
    {"octobre", month, 10},
    {"novembre", month, 11},
    {"decembre", month, 12},
});
constexpr auto delays = std::to_array<string_view>({"dans"});
constexpr auto ordinal_endings = std::to_array<string_view>({"er", "re", "e", "eme"});

constexpr auto spoken_times = std::to_array<TextRule>({
    {R"((?<![:\d])0?1[:h]00\b(?!:))", "1 heure"},
    {R"((?<![:\d])0?1[:h]0?(\d{1,2})\b(?!:))", "1 heure $1"},
    {R"((?<![:\d])0?(\d{1,2})[:h]00\b(?!:))", "$1 heures"},
    {R"((?<![:\d])0?(\d{1,2})[:h]0?(\d{1,2})\b(?!:))", "$1 heures $2"},
    {R"((?<![:,\d])0?1 h\b)", "1 heure"},
    {R"((?<![:\d])0?(\d{1,2}) h\b)", "$1 heures"},
});
constexpr auto spoken_units = std::to_array<Rewrite>({
    {"°C", "degrés Celsius"},
    {"°F", "degrés Fahrenheit"},
    {"°", "degrés"},
    {"km/h", "kilomètres par heure"},
    {"m/s", "mètres par seconde"},
    {"km", "kilomètres"},
    {"cm", "centimètres"},
    {"mm", "millimètres"},
    {"kg", "kilogrammes"},
    {"kWh", "kilowattheures"},
    {"%", "pour cent"},
});
constexpr auto abbreviations = std::to_array<TextRule>({
    {R"(\bp\.\s?ex\.)", "par exemple"},
    {R"(\bc\.-à-d\.)", "c'est-à-dire"},
    {R"(\betc\.)", "et cetera"},
    {R"(\benv\.)", "environ"},
    {R"(\bDr\.?(?=\s\p{Lu}))", "docteur"},
    {R"(\bM\.(?=\s\p{Lu}))", "monsieur"},
    {R"(\bMme\.?(?=\s\p{Lu}))", "madame"},
    {R"(\s&\s)", " et "},
});

}  // namespace

constinit const LanguageData french{
    .language = "fr",
    .normalization = {.beginnings = beginnings, .folds_accents = true},
    .decimal_separator = ',',
    .numbers = {.locales = locales, .variants = variants, .articles = articles},
    .durations = {.units = units,
                  .fractions = fractions,
                  .joiners = joiners,
                  .fillers = fillers,
                  .leads = leads},
    .times = {.phrases = times, .delays = delays, .ordinal_endings = ordinal_endings},
    .spoken = {.times = spoken_times, .units = spoken_units, .abbreviations = abbreviations},
};

}  // namespace utter::intent::languages
