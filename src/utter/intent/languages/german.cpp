#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

using std::string_view;
using enum TimeWord;
using enum DayPart;
using namespace detail;

constexpr auto contractions = std::to_array<Rewrite>({
    {"gibt's", "gibt es"},
    {"gibts", "gibt es"},
    {"geht's", "geht es"},
    {"gehts", "geht es"},
    {"wie's", "wie es"},
    {"ist's", "ist es"},
    {"wird's", "wird es"},
    {"hab's", "hab es"},
    {"mach's", "mach es"},
});

constexpr auto locales = std::to_array<const char*>({"de"});
constexpr auto variants = std::to_array<Rewrite>({{"zwei", "zwo"}});
constexpr auto articles =
    std::to_array<string_view>({"ein", "eine", "einen", "einem", "einer", "eines"});

constexpr auto units = std::to_array<DurationUnit>({
    {"sekunde", 1},
    {"sekunden", 1},
    {"sek", 1},
    {"s", 1},
    {"minute", minute},
    {"minuten", minute},
    {"min", minute},
    {"m", minute},
    {"stunde", hour},
    {"stunden", hour},
    {"std", hour},
    {"h", hour},
    {"viertelstunde", 15 * minute},
    {"viertelstunden", 15 * minute},
    {"dreiviertelstunde", 45 * minute},
    {"dreiviertelstunden", 45 * minute},
    {"tag", day},
    {"tage", day},
    {"tagen", day},
    {"d", day},
    {"woche", week},
    {"wochen", week},
});
constexpr auto fractions = std::to_array<DurationFraction>({
    {"halb", 0.5},
    {"halbe", 0.5},
    {"halben", 0.5},
    {"halber", 0.5},
    {"halbes", 0.5},
    {"viertel", 0.25},
    {"dreiviertel", 0.75},
    {"drittel", 1.0 / 3},
});
constexpr auto mixed = std::to_array<DurationFraction>({
    {"eineinhalb", 1.5},
    {"einundeinhalb", 1.5},
    {"anderthalb", 1.5},
});
constexpr auto half_endings = std::to_array<string_view>({"einhalb"});
constexpr auto joiners = std::to_array<string_view>({"und", "plus"});
constexpr auto fillers = std::to_array<string_view>({"einer", "eine"});
constexpr auto leads =
    std::to_array<string_view>({"für", "in", "auf", "etwa", "ungefähr", "circa"});

constexpr auto times = std::to_array<TimePhrase>({
    {"um", filler},
    {"am", filler},
    {"an", filler},
    {"den", filler},
    {"der", filler},
    {"dem", filler},
    {"auf", filler},
    {"für", filler},
    {"gegen", filler},
    {"und", filler},
    {"uhr", filler},
    {"minuten", filler},
    {"heute", in_days, 0},
    {"morgen", in_days, 1},
    {"übermorgen", in_days, 2},
    {"früh", part, value(morning)},
    {"morgens", part, value(morning)},
    {"in der früh", part, value(morning)},
    {"am morgen", part, value(morning)},
    {"vormittag", part, value(morning)},
    {"vormittags", part, value(morning)},
    {"mittags", part, value(noon)},
    {"nachmittag", part, value(afternoon)},
    {"nachmittags", part, value(afternoon)},
    {"abend", part, value(evening)},
    {"abends", part, value(evening)},
    {"nacht", part, value(night)},
    {"nachts", part, value(night)},
    {"in der nacht", part, value(night)},
    {"mittag", clock, 12 * 60},
    {"mitternacht", clock, 0},
    {"halb", offset, -30},
    {"viertel nach", offset, 15},
    {"viertel vor", offset, -15},
    {"viertel", offset, -45},
    {"dreiviertel", offset, -15},
    {"nach", past},
    {"vor", before},
    {"sonntag", weekday, 0},
    {"montag", weekday, 1},
    {"dienstag", weekday, 2},
    {"mittwoch", weekday, 3},
    {"donnerstag", weekday, 4},
    {"freitag", weekday, 5},
    {"samstag", weekday, 6},
    {"sonnabend", weekday, 6},
    {"sonntags", repeats, on(0)},
    {"montags", repeats, on(1)},
    {"dienstags", repeats, on(2)},
    {"mittwochs", repeats, on(3)},
    {"donnerstags", repeats, on(4)},
    {"freitags", repeats, on(5)},
    {"samstags", repeats, on(6)},
    {"jeden", every},
    {"jeden tag", repeats, all_days},
    {"täglich", repeats, all_days},
    {"jeden morgen", repeats, all_days},
    {"werktags", repeats, working_days},
    {"wochentags", repeats, working_days},
    {"an werktagen", repeats, working_days},
    {"unter der woche", repeats, working_days},
    {"jedes wochenende", repeats, weekend},
    {"am wochenende", repeats, weekend},
    {"januar", month, 1},
    {"jänner", month, 1},
    {"februar", month, 2},
    {"märz", month, 3},
    {"april", month, 4},
    {"mai", month, 5},
    {"juni", month, 6},
    {"juli", month, 7},
    {"august", month, 8},
    {"september", month, 9},
    {"oktober", month, 10},
    {"november", month, 11},
    {"dezember", month, 12},
});
constexpr auto delays = std::to_array<string_view>({"in"});
constexpr auto hour_endings = std::to_array<string_view>({"uhr"});

constexpr auto spoken_times = std::to_array<TextRule>({
    {R"((?<![:\d])0?(\d{1,2})[:.]00\sUhr\b)", "$1 Uhr"},
    {R"((?<![:\d])0?(\d{1,2})[:.]0?(\d{1,2})\sUhr\b)", "$1 Uhr $2"},
    {R"((?<![:\d])0?(\d{1,2}):00\b(?!:))", "$1 Uhr"},
    {R"((?<![:\d])0?(\d{1,2}):0?(\d{1,2})\b(?!:))", "$1 Uhr $2"},
});
constexpr auto spoken_units = std::to_array<Rewrite>({
    {"°C", "Grad Celsius"},
    {"°F", "Grad Fahrenheit"},
    {"°", "Grad"},
    {"km/h", "Kilometer pro Stunde"},
    {"m/s", "Meter pro Sekunde"},
    {"km", "Kilometer"},
    {"cm", "Zentimeter"},
    {"mm", "Millimeter"},
    {"kg", "Kilogramm"},
    {"kWh", "Kilowattstunden"},
    {"%", "Prozent"},
});
constexpr auto abbreviations = std::to_array<TextRule>({
    {R"(\bz\.\s?B\.)", "zum Beispiel"},
    {R"(\bd\.\s?h\.)", "das heißt"},
    {R"(\busw\.)", "und so weiter"},
    {R"(\bbzw\.)", "beziehungsweise"},
    {R"(\bca\.)", "circa"},
    {R"(\bDr\.(?=\s\p{Lu}))", "Doktor"},
    {R"(\bHr\.(?=\s\p{Lu}))", "Herr"},
    {R"(\s&\s)", " und "},
});

}  // namespace

// Accents stay: "schon" and "schön" are two words, and who has no "ö" writes "oe".
constinit const LanguageData german{
    .language = "de",
    .normalization = {.words = contractions},
    .decimal_separator = ',',
    .numbers = {.locales = locales, .variants = variants, .glue = "und", .articles = articles},
    .durations = {.units = units,
                  .fractions = fractions,
                  .mixed = mixed,
                  .half_endings = half_endings,
                  .joiners = joiners,
                  .fillers = fillers,
                  .leads = leads},
    .times = {.phrases = times,
              .delays = delays,
              .ordinal_endings = {},
              .hour_endings = hour_endings},
    .spoken = {.times = spoken_times, .units = spoken_units, .abbreviations = abbreviations},
};

}  // namespace utter::intent::languages
