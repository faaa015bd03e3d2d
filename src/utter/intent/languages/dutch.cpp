#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

using std::string_view;
using enum TimeWord;
using enum DayPart;
using namespace detail;

constexpr auto contractions = std::to_array<Rewrite>({
    {"da's", "dat is"},
    {"hoe's", "hoe is"},
    {"wat's", "wat is"},
    {"zo'n", "zo een"},
    {"m'n", "mijn"},
    {"z'n", "zijn"},
    {"d'r", "haar"},
    {"morgenochtend", "morgen ochtend"},
    {"morgenmiddag", "morgen middag"},
    {"morgenavond", "morgen avond"},
    {"morgennacht", "morgen nacht"},
});

constexpr auto locales = std::to_array<const char*>({"nl"});
constexpr auto articles = std::to_array<string_view>({"een"});

constexpr auto units = std::to_array<DurationUnit>({
    {"seconde", 1},
    {"seconden", 1},
    {"sec", 1},
    {"s", 1},
    {"secondje", 1},
    {"minuut", minute},
    {"minuten", minute},
    {"min", minute},
    {"m", minute},
    {"minuutje", minute},
    {"minuutjes", minute},
    {"uur", hour},
    {"uren", hour},
    {"u", hour},
    {"uurtje", hour},
    {"uurtjes", hour},
    {"kwartier", 15 * minute},
    {"kwartieren", 15 * minute},
    {"kwartiertje", 15 * minute},
    {"dag", day},
    {"dagen", day},
    {"d", day},
    {"dagje", day},
    {"dagjes", day},
    {"week", week},
    {"weken", week},
    {"weekje", week},
    {"weekjes", week},
});
constexpr auto fractions = std::to_array<DurationFraction>({
    {"half", 0.5},
    {"halve", 0.5},
    {"kwart", 0.25},
    {"derde", 1.0 / 3},
});
constexpr auto mixed = std::to_array<DurationFraction>({
    {"anderhalf", 1.5},
    {"anderhalve", 1.5},
});
constexpr auto half_endings = std::to_array<string_view>({"enhalf", "enhalve"});
constexpr auto joiners = std::to_array<string_view>({"en", "plus"});
constexpr auto fillers = std::to_array<string_view>({"een"});
constexpr auto leads = std::to_array<string_view>({"voor", "over", "in", "gedurende", "ongeveer"});

constexpr auto times = std::to_array<TimePhrase>({
    {"om", filler},
    {"op", filler},
    {"de", filler},
    {"het", filler},
    {"den", filler},
    {"van", filler},
    {"voor", filler},
    {"tegen", filler},
    {"rond", filler},
    {"uur", filler},
    {"u", filler},
    {"minuten", filler},
    {"minuut", filler},
    {"en", filler},
    {"precies", filler},
    {"komende", filler},
    {"aanstaande", filler},
    {"volgende", filler},
    {"vandaag", in_days, 0},
    {"morgen", in_days, 1},
    {"overmorgen", in_days, 2},
    {"ochtend", part, value(morning)},
    {"s ochtends", part, value(morning)},
    {"s morgens", part, value(morning)},
    {"in de ochtend", part, value(morning)},
    {"smorgens", part, value(morning)},
    {"sochtends", part, value(morning)},
    {"middag", part, value(afternoon)},
    {"s middags", part, value(afternoon)},
    {"in de middag", part, value(afternoon)},
    {"smiddags", part, value(afternoon)},
    {"avond", part, value(evening)},
    {"s avonds", part, value(evening)},
    {"in de avond", part, value(evening)},
    {"savonds", part, value(evening)},
    {"nacht", part, value(night)},
    {"s nachts", part, value(night)},
    {"in de nacht", part, value(night)},
    {"snachts", part, value(night)},
    {"vanochtend", this_part, value(morning)},
    {"vanmorgen", this_part, value(morning)},
    {"vanmiddag", this_part, value(afternoon)},
    {"vanavond", this_part, value(evening)},
    {"vannacht", this_part, value(night)},
    {"middernacht", clock, 0},
    {"half", offset, -30},
    {"kwart over", offset, 15},
    {"kwart voor", offset, -15},
    {"over", past},
    {"voor", before},
    {"zondag", weekday, 0},
    {"maandag", weekday, 1},
    {"dinsdag", weekday, 2},
    {"woensdag", weekday, 3},
    {"donderdag", weekday, 4},
    {"vrijdag", weekday, 5},
    {"zaterdag", weekday, 6},
    {"zondagen", repeats, on(0)},
    {"s zondags", repeats, on(0)},
    {"maandagen", repeats, on(1)},
    {"s maandags", repeats, on(1)},
    {"dinsdagen", repeats, on(2)},
    {"woensdagen", repeats, on(3)},
    {"s woensdags", repeats, on(3)},
    {"donderdagen", repeats, on(4)},
    {"vrijdagen", repeats, on(5)},
    {"zaterdagen", repeats, on(6)},
    {"s zaterdags", repeats, on(6)},
    {"elke", every},
    {"iedere", every},
    {"elk", every},
    {"ieder", every},
    {"elke dag", repeats, all_days},
    {"iedere dag", repeats, all_days},
    {"dagelijks", repeats, all_days},
    {"elke ochtend", repeats, all_days},
    {"iedere ochtend", repeats, all_days},
    {"doordeweeks", repeats, working_days},
    {"door de week", repeats, working_days},
    {"werkdagen", repeats, working_days},
    {"elke werkdag", repeats, working_days},
    {"op werkdagen", repeats, working_days},
    {"weekend", repeats, weekend},
    {"elk weekend", repeats, weekend},
    {"ieder weekend", repeats, weekend},
    {"in het weekend", repeats, weekend},
    {"weekenden", repeats, weekend},
    {"januari", month, 1},
    {"februari", month, 2},
    {"maart", month, 3},
    {"april", month, 4},
    {"mei", month, 5},
    {"juni", month, 6},
    {"juli", month, 7},
    {"augustus", month, 8},
    {"september", month, 9},
    {"oktober", month, 10},
    {"november", month, 11},
    {"december", month, 12},
});
constexpr auto delays = std::to_array<string_view>({"over"});
constexpr auto ordinal_endings = std::to_array<string_view>({"e", "ste", "de"});
constexpr auto hour_endings = std::to_array<string_view>({"uur"});

constexpr auto spoken_times = std::to_array<TextRule>({
    {R"((?<![:\d])0?(\d{1,2})[:.]00\suur\b)", "$1 uur"},
    {R"((?<![:\d])0?(\d{1,2})[:.]0?(\d{1,2})\suur\b)", "$1 uur $2"},
    {R"((?<![:\d])0?(\d{1,2}):00\b(?!:))", "$1 uur"},
    {R"((?<![:\d])0?(\d{1,2}):0?(\d{1,2})\b(?!:))", "$1 uur $2"},
});
constexpr auto spoken_units = std::to_array<Rewrite>({
    {"°C", "graden Celsius"},
    {"°F", "graden Fahrenheit"},
    {"°", "graden"},
    {"km/h", "kilometer per uur"},
    {"km/u", "kilometer per uur"},
    {"m/s", "meter per seconde"},
    {"km", "kilometer"},
    {"cm", "centimeter"},
    {"mm", "millimeter"},
    {"kg", "kilo"},
    {"kWh", "kilowattuur"},
    {"%", "procent"},
});
constexpr auto abbreviations = std::to_array<TextRule>({
    {R"(\bbijv\.)", "bijvoorbeeld"},
    {R"(\bb\.v\.)", "bijvoorbeeld"},
    {R"(\bd\.w\.z\.)", "dat wil zeggen"},
    {R"(\benz\.)", "enzovoort"},
    {R"(\betc\.)", "et cetera"},
    {R"(\bca\.)", "circa"},
    {R"(\bDr\.(?=\s\p{Lu}))", "dokter"},
    {R"(\s&\s)", " en "},
});

}  // namespace

constinit const LanguageData dutch{
    .language = "nl",
    .normalization = {.words = contractions, .folds_accents = true},
    .decimal_separator = ',',
    .numbers = {.locales = locales, .glue = "en", .articles = articles},
    .durations = {.units = units,
                  .fractions = fractions,
                  .mixed = mixed,
                  .half_endings = half_endings,
                  .joiners = joiners,
                  .fillers = fillers,
                  .leads = leads},
    .times = {.phrases = times,
              .delays = delays,
              .ordinal_endings = ordinal_endings,
              .hour_endings = hour_endings},
    .spoken = {.times = spoken_times, .units = spoken_units, .abbreviations = abbreviations},
};

}  // namespace utter::intent::languages
