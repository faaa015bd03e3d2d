#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

using std::string_view;
using enum TimeWord;
using enum DayPart;
using namespace detail;

constexpr auto contractions = std::to_array<Rewrite>({
    {"pra", "para"},
    {"pras", "para as"},
    {"pro", "para o"},
    {"pros", "para os"},
    {"ta", "esta"},
    {"vc", "voce"},
});

constexpr auto locales = std::to_array<const char*>({"pt", "pt_PT"});
constexpr auto variants = std::to_array<Rewrite>({
    {"catorze", "quatorze"},
});
constexpr auto articles = std::to_array<string_view>({"um", "uma"});

constexpr auto units = std::to_array<DurationUnit>({
    {"segundo", 1},         {"segundos", 1},    {"seg", 1},         {"s", 1},
    {"segundinho", 1},      {"segundinhos", 1}, {"minuto", minute}, {"minutos", minute},
    {"min", minute},        {"mins", minute},   {"m", minute},      {"minutinho", minute},
    {"minutinhos", minute}, {"hora", hour},     {"horas", hour},    {"h", hour},
    {"hr", hour},           {"hrs", hour},      {"horinha", hour},  {"dia", day},
    {"dias", day},          {"d", day},         {"semana", week},   {"semanas", week},
    {"quinzena", 15 * day},
});
constexpr auto fractions = std::to_array<DurationFraction>({
    {"meia", 0.5},
    {"meio", 0.5},
    {"quarto", 0.25},
    {"quartos", 0.25},
    {"terco", 1.0 / 3},
    {"tercos", 1.0 / 3},
    {"par", 2},
});
constexpr auto joiners = std::to_array<string_view>({"e", "mais", "com"});
constexpr auto fillers = std::to_array<string_view>({"de", "uma", "um"});
constexpr auto leads = std::to_array<string_view>(
    {"por", "em", "durante", "dentro", "de", "daqui", "a", "uns", "umas", "cerca"});

constexpr auto times = std::to_array<TimePhrase>({
    {"a", filler},
    {"as", filler},
    {"ao", filler},
    {"aos", filler},
    {"o", filler},
    {"os", filler},
    {"da", filler},
    {"das", filler},
    {"de", filler},
    {"do", filler},
    {"em", filler},
    {"no", filler},
    {"na", filler},
    {"nos", filler},
    {"nas", filler},
    {"para", filler},
    {"por", filler},
    {"pelas", filler},
    {"volta", filler},
    {"dia", filler},
    {"hora", filler},
    {"horas", filler},
    {"h", filler},
    {"minutos", filler},
    {"em ponto", filler},
    {"proxima", filler},
    {"proximo", filler},
    {"esta", filler},
    {"este", filler},
    {"que vem", filler},
    {"hoje", in_days, 0},
    {"amanha", in_days, 1},
    {"depois de amanha", in_days, 2},
    {"da manha", part, value(morning)},
    {"de manha", part, value(morning)},
    {"pela manha", part, value(morning)},
    {"manha", part, value(morning)},
    {"da madrugada", part, value(morning)},
    {"de madrugada", part, value(morning)},
    {"da tarde", part, value(afternoon)},
    {"de tarde", part, value(afternoon)},
    {"a tarde", part, value(afternoon)},
    {"tarde", part, value(afternoon)},
    {"da noite", part, value(night)},
    {"de noite", part, value(night)},
    {"a noite", part, value(evening)},
    {"noite", part, value(evening)},
    {"esta manha", this_part, value(morning)},
    {"esta tarde", this_part, value(afternoon)},
    {"esta noite", this_part, value(evening)},
    {"meio dia", clock, 12 * 60},
    {"meia noite", clock, 0},
    {"e meia", added, 30},
    {"e um quarto", added, 15},
    {"e quarto", added, 15},
    {"menos um quarto", added, -15},
    {"menos quarto", added, -15},
    {"um quarto para", offset, -15},
    {"quarto para", offset, -15},
    {"para", before},
    {"e", plus},
    {"menos", minus},
    {"domingo", weekday, 0},
    {"segunda", weekday, 1},
    {"terca", weekday, 2},
    {"quarta", weekday, 3},
    {"quinta", weekday, 4},
    {"sexta", weekday, 5},
    {"sabado", weekday, 6},
    {"segunda feira", weekday, 1},
    {"terca feira", weekday, 2},
    {"quarta feira", weekday, 3},
    {"quinta feira", weekday, 4},
    {"sexta feira", weekday, 5},
    {"domingos", repeats, on(0)},
    {"segundas", repeats, on(1)},
    {"tercas", repeats, on(2)},
    {"quartas", repeats, on(3)},
    {"quintas", repeats, on(4)},
    {"sextas", repeats, on(5)},
    {"sabados", repeats, on(6)},
    {"segundas feiras", repeats, on(1)},
    {"tercas feiras", repeats, on(2)},
    {"quartas feiras", repeats, on(3)},
    {"quintas feiras", repeats, on(4)},
    {"sextas feiras", repeats, on(5)},
    {"cada", every},
    {"todo", every},
    {"toda", every},
    {"todos os", every},
    {"todas as", every},
    {"cada dia", repeats, all_days},
    {"todo dia", repeats, all_days},
    {"todos os dias", repeats, all_days},
    {"diariamente", repeats, all_days},
    {"toda manha", repeats, all_days},
    {"todas as manhas", repeats, all_days},
    {"dias uteis", repeats, working_days},
    {"nos dias uteis", repeats, working_days},
    {"durante a semana", repeats, working_days},
    {"de segunda a sexta", repeats, working_days},
    {"fim de semana", repeats, weekend},
    {"fins de semana", repeats, weekend},
    {"janeiro", month, 1},
    {"fevereiro", month, 2},
    {"marco", month, 3},
    {"abril", month, 4},
    {"maio", month, 5},
    {"junho", month, 6},
    {"julho", month, 7},
    {"agosto", month, 8},
    {"setembro", month, 9},
    {"outubro", month, 10},
    {"novembro", month, 11},
    {"dezembro", month, 12},
});
constexpr auto delays = std::to_array<string_view>({"em", "dentro", "daqui"});
constexpr auto ordinal_endings = std::to_array<string_view>({"º", "ª", "o"});

constexpr auto spoken_times = std::to_array<TextRule>({
    {R"((?<![:\d])0?1[:h]00\b(?!:))", "1 hora"},
    {R"((?<![:\d])0?1[:h]0?(\d{1,2})\b(?!:))", "1 hora e $1"},
    {R"((?<![:\d])0?(\d{1,2})[:h]00\b(?!:))", "$1 horas"},
    {R"((?<![:\d])0?(\d{1,2})[:h]0?(\d{1,2})\b(?!:))", "$1 horas e $2"},
});
constexpr auto spoken_units = std::to_array<Rewrite>({
    {"°C", "graus Celsius"},
    {"°F", "graus Fahrenheit"},
    {"°", "graus"},
    {"km/h", "quilômetros por hora"},
    {"m/s", "metros por segundo"},
    {"km", "quilômetros"},
    {"cm", "centímetros"},
    {"mm", "milímetros"},
    {"kg", "quilogramas"},
    {"kWh", "quilowatts-hora"},
    {"%", "por cento"},
});
constexpr auto abbreviations = std::to_array<TextRule>({
    {R"(\bp\.\s?ex\.)", "por exemplo"},
    {R"(\betc\.)", "et cetera"},
    {R"(\baprox\.)", "aproximadamente"},
    {R"(\bDra\.(?=\s\p{Lu}))", "doutora"},
    {R"(\bDr\.(?=\s\p{Lu}))", "doutor"},
    {R"(\bSra\.(?=\s\p{Lu}))", "senhora"},
    {R"(\bSr\.(?=\s\p{Lu}))", "senhor"},
    {R"(\s&\s)", " e "},
});

}  // namespace

// Brazil and Portugal in one table: where they differ, both are understood.
constinit const LanguageData portuguese{
    .language = "pt",
    .normalization = {.words = contractions, .folds_accents = true},
    .decimal_separator = ',',
    .numbers = {.locales = locales, .variants = variants, .glue = "e", .articles = articles},
    .durations = {.units = units,
                  .fractions = fractions,
                  .joiners = joiners,
                  .fillers = fillers,
                  .leads = leads},
    .times = {.phrases = times, .delays = delays, .ordinal_endings = ordinal_endings},
    .spoken = {.times = spoken_times, .units = spoken_units, .abbreviations = abbreviations},
};

}  // namespace utter::intent::languages
