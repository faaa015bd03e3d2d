#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

using std::string_view;
using enum TimeWord;
using enum DayPart;
using namespace detail;

constexpr auto contractions = std::to_array<Rewrite>({
    {"porfa", "por favor"},
    {"pa", "para"},
    {"pal", "para el"},
});

constexpr auto locales = std::to_array<const char*>({"es"});
constexpr auto variants = std::to_array<Rewrite>({
    {"dieci", "diezy"},
    {"veinti", "veintey"},
});
constexpr auto articles = std::to_array<string_view>({"un", "una"});

constexpr auto units = std::to_array<DurationUnit>({
    {"segundo", 1},
    {"segundos", 1},
    {"seg", 1},
    {"segs", 1},
    {"s", 1},
    {"segundito", 1},
    {"segunditos", 1},
    {"minuto", minute},
    {"minutos", minute},
    {"min", minute},
    {"mins", minute},
    {"m", minute},
    {"minutito", minute},
    {"minutitos", minute},
    {"hora", hour},
    {"horas", hour},
    {"h", hour},
    {"hr", hour},
    {"hrs", hour},
    {"horita", hour},
    {"dia", day},
    {"dias", day},
    {"d", day},
    {"semana", week},
    {"semanas", week},
    {"quincena", 15 * day},
});
constexpr auto fractions = std::to_array<DurationFraction>({
    {"media", 0.5},
    {"medio", 0.5},
    {"cuarto", 0.25},
    {"cuartos", 0.25},
    {"tercio", 1.0 / 3},
    {"tercios", 1.0 / 3},
    {"par", 2},
});
constexpr auto joiners = std::to_array<string_view>({"y", "con", "mas"});
constexpr auto fillers = std::to_array<string_view>({"de", "una", "un"});
constexpr auto leads =
    std::to_array<string_view>({"por", "en", "durante", "dentro", "de", "unos", "unas"});

constexpr auto times = std::to_array<TimePhrase>({
    {"a", filler},
    {"a la", filler},
    {"a las", filler},
    {"la", filler},
    {"las", filler},
    {"el", filler},
    {"los", filler},
    {"en", filler},
    {"de", filler},
    {"del", filler},
    {"al", filler},
    {"para", filler},
    {"por", filler},
    {"sobre", filler},
    {"hacia", filler},
    {"dia", filler},
    {"hora", filler},
    {"horas", filler},
    {"minutos", filler},
    {"en punto", filler},
    {"proximo", filler},
    {"proxima", filler},
    {"este", filler},
    {"que viene", filler},
    {"hoy", in_days, 0},
    {"mañana", in_days, 1},
    {"pasado mañana", in_days, 2},
    {"de la mañana", part, value(morning)},
    {"por la mañana", part, value(morning)},
    {"en la mañana", part, value(morning)},
    {"de la madrugada", part, value(morning)},
    {"del mediodia", part, value(noon)},
    {"de mediodia", part, value(noon)},
    {"de la tarde", part, value(afternoon)},
    {"por la tarde", part, value(afternoon)},
    {"en la tarde", part, value(afternoon)},
    {"de la noche", part, value(night)},
    {"por la noche", part, value(night)},
    {"en la noche", part, value(night)},
    {"esta mañana", this_part, value(morning)},
    {"esta tarde", this_part, value(afternoon)},
    {"esta noche", this_part, value(night)},
    {"mediodia", clock, 12 * 60},
    {"medianoche", clock, 0},
    {"media noche", clock, 0},
    {"y media", added, 30},
    {"y cuarto", added, 15},
    {"y un cuarto", added, 15},
    {"menos cuarto", added, -15},
    {"menos un cuarto", added, -15},
    {"cuarto para", offset, -15},
    {"un cuarto para", offset, -15},
    {"para", before},
    {"y", plus},
    {"menos", minus},
    {"domingo", weekday, 0},
    {"lunes", weekday, 1},
    {"martes", weekday, 2},
    {"miercoles", weekday, 3},
    {"jueves", weekday, 4},
    {"viernes", weekday, 5},
    {"sabado", weekday, 6},
    {"los domingos", repeats, on(0)},
    {"los lunes", repeats, on(1)},
    {"los martes", repeats, on(2)},
    {"los miercoles", repeats, on(3)},
    {"los jueves", repeats, on(4)},
    {"los viernes", repeats, on(5)},
    {"los sabados", repeats, on(6)},
    {"domingos", repeats, on(0)},
    {"sabados", repeats, on(6)},
    {"cada", every},
    {"todos los", every},
    {"cada dia", repeats, all_days},
    {"todos los dias", repeats, all_days},
    {"a diario", repeats, all_days},
    {"diariamente", repeats, all_days},
    {"cada mañana", repeats, all_days},
    {"entre semana", repeats, working_days},
    {"dias laborables", repeats, working_days},
    {"los dias laborables", repeats, working_days},
    {"de lunes a viernes", repeats, working_days},
    {"fin de semana", repeats, weekend},
    {"fines de semana", repeats, weekend},
    {"los fines de semana", repeats, weekend},
    {"enero", month, 1},
    {"febrero", month, 2},
    {"marzo", month, 3},
    {"abril", month, 4},
    {"mayo", month, 5},
    {"junio", month, 6},
    {"julio", month, 7},
    {"agosto", month, 8},
    {"septiembre", month, 9},
    {"octubre", month, 10},
    {"noviembre", month, 11},
    {"diciembre", month, 12},
    {"setiembre", month, 9},
});
constexpr auto delays = std::to_array<string_view>({"en", "dentro"});
constexpr auto ordinal_endings = std::to_array<string_view>({"º", "ª", "o"});

constexpr auto spoken_times = std::to_array<TextRule>({
    {R"((?<![:\d])0?(\d{1,2}):00\b(?!:))", "$1 en punto"},
    {R"((?<![:\d])0?(\d{1,2}):0?(\d{1,2})\b(?!:))", "$1 y $2"},
});
constexpr auto spoken_units = std::to_array<Rewrite>({
    {"°C", "grados Celsius"},
    {"°F", "grados Fahrenheit"},
    {"°", "grados"},
    {"km/h", "kilómetros por hora"},
    {"m/s", "metros por segundo"},
    {"km", "kilómetros"},
    {"cm", "centímetros"},
    {"mm", "milímetros"},
    {"kg", "kilogramos"},
    {"kWh", "kilovatios hora"},
    {"%", "por ciento"},
});
constexpr auto abbreviations = std::to_array<TextRule>({
    {R"(\bp\.\s?ej\.)", "por ejemplo"},
    {R"(\betc\.)", "etcétera"},
    {R"(\baprox\.)", "aproximadamente"},
    {R"(\bDr\.(?=\s\p{Lu}))", "doctor"},
    {R"(\bSr\.(?=\s\p{Lu}))", "señor"},
    {R"(\s&\s)", " y "},
});

}  // namespace

constinit const LanguageData spanish{
    .language = "es",
    .normalization = {.words = contractions, .folds_accents = true, .kept_letters = U"ñ"},
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
