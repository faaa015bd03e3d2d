#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

using std::string_view;
using enum TimeWord;
using enum DayPart;
using namespace detail;

constexpr auto contractions = std::to_array<Rewrite>({
    {"domattina", "domani mattina"},
    {"mezzora", "mezz ora"},
    {"stamane", "stamattina"},
    {"stamani", "stamattina"},
});
constexpr auto beginnings = std::to_array<Rewrite>({
    {"dell'", "dell"},   {"nell'", "nell"},   {"sull'", "sull"},   {"dall'", "dall"},
    {"coll'", "coll"},   {"quell'", "quell"}, {"quest'", "quest"}, {"quand'", "quand"},
    {"quant'", "quant"}, {"com'", "com"},     {"dov'", "dov"},     {"cos'", "cos"},
    {"qual'", "qual"},   {"all'", "all"},     {"un'", "un"},       {"mezz'", "mezz"},
    {"tutt'", "tutt"},   {"bell'", "bell"},   {"buon'", "buon"},   {"sant'", "sant"},
    {"grand'", "grand"}, {"l'", "l"},         {"d'", "d"},         {"c'", "c"},
    {"m'", "m"},         {"t'", "t"},         {"s'", "s"},         {"v'", "v"},
    {"n'", "n"},
});

constexpr auto locales = std::to_array<const char*>({"it"});
constexpr auto variants = std::to_array<Rewrite>({
    {"centoott", "centott"},
    {"centott", "centoott"},
    {"centoun", "centun"},
});
constexpr auto articles = std::to_array<string_view>({"un", "una", "uno"});

constexpr auto units = std::to_array<DurationUnit>({
    {"secondo", 1},       {"secondi", 1},       {"sec", 1},          {"s", 1},
    {"minuto", minute},   {"minuti", minute},   {"min", minute},     {"m", minute},
    {"minutino", minute}, {"minutini", minute}, {"ora", hour},       {"ore", hour},
    {"h", hour},          {"oretta", hour},     {"giorno", day},     {"giorni", day},
    {"g", day},           {"settimana", week},  {"settimane", week},
});
constexpr auto fractions = std::to_array<DurationFraction>({
    {"mezzo", 0.5},
    {"mezza", 0.5},
    {"mezz", 0.5},
    {"quarto", 0.25},
    {"quarti", 0.25},
    {"terzo", 1.0 / 3},
    {"terzi", 1.0 / 3},
    {"paio", 2},
});
constexpr auto joiners = std::to_array<string_view>({"e", "piu"});
constexpr auto fillers = std::to_array<string_view>({"di", "d"});
constexpr auto leads =
    std::to_array<string_view>({"per", "tra", "fra", "di", "da", "circa", "durante"});

constexpr auto times = std::to_array<TimePhrase>({
    {"a", filler},
    {"al", filler},
    {"all", filler},
    {"alle", filler},
    {"alla", filler},
    {"il", filler},
    {"lo", filler},
    {"l", filler},
    {"la", filler},
    {"le", filler},
    {"i", filler},
    {"di", filler},
    {"del", filler},
    {"d", filler},
    {"per", filler},
    {"verso", filler},
    {"ore", filler},
    {"ora", filler},
    {"minuti", filler},
    {"in punto", filler},
    {"prossimo", filler},
    {"prossima", filler},
    {"nel", filler},
    {"nei", filler},
    {"oggi", in_days, 0},
    {"domani", in_days, 1},
    {"dopodomani", in_days, 2},
    {"dopo domani", in_days, 2},
    {"mattina", part, value(morning)},
    {"di mattina", part, value(morning)},
    {"del mattino", part, value(morning)},
    {"della mattina", part, value(morning)},
    {"mattino", part, value(morning)},
    {"la mattina", part, value(morning)},
    {"pomeriggio", part, value(afternoon)},
    {"di pomeriggio", part, value(afternoon)},
    {"del pomeriggio", part, value(afternoon)},
    {"nel pomeriggio", part, value(afternoon)},
    {"sera", part, value(evening)},
    {"di sera", part, value(evening)},
    {"della sera", part, value(evening)},
    {"la sera", part, value(evening)},
    {"notte", part, value(night)},
    {"di notte", part, value(night)},
    {"della notte", part, value(night)},
    {"la notte", part, value(night)},
    {"stamattina", this_part, value(morning)},
    {"questa mattina", this_part, value(morning)},
    {"questo pomeriggio", this_part, value(afternoon)},
    {"oggi pomeriggio", this_part, value(afternoon)},
    {"stasera", this_part, value(evening)},
    {"questa sera", this_part, value(evening)},
    {"stanotte", this_part, value(night)},
    {"questa notte", this_part, value(night)},
    {"mezzogiorno", clock, 12 * 60},
    {"mezzanotte", clock, 0},
    {"e mezza", added, 30},
    {"e mezzo", added, 30},
    {"e un quarto", added, 15},
    {"e quarto", added, 15},
    {"e tre quarti", added, 45},
    {"meno un quarto", added, -15},
    {"meno quarto", added, -15},
    {"e", plus},
    {"meno", minus},
    {"domenica", weekday, 0},
    {"lunedi", weekday, 1},
    {"martedi", weekday, 2},
    {"mercoledi", weekday, 3},
    {"giovedi", weekday, 4},
    {"venerdi", weekday, 5},
    {"sabato", weekday, 6},
    {"domeniche", repeats, on(0)},
    {"sabati", repeats, on(6)},
    {"ogni", every},
    {"tutti i", every},
    {"tutte le", every},
    {"ogni giorno", repeats, all_days},
    {"tutti i giorni", repeats, all_days},
    {"quotidianamente", repeats, all_days},
    {"ogni mattina", repeats, all_days},
    {"tutte le mattine", repeats, all_days},
    {"giorni feriali", repeats, working_days},
    {"nei giorni feriali", repeats, working_days},
    {"giorni lavorativi", repeats, working_days},
    {"dal lunedi al venerdi", repeats, working_days},
    {"fine settimana", repeats, weekend},
    {"ogni fine settimana", repeats, weekend},
    {"nel fine settimana", repeats, weekend},
    {"weekend", repeats, weekend},
    {"nel weekend", repeats, weekend},
    {"ogni weekend", repeats, weekend},
    {"gennaio", month, 1},
    {"febbraio", month, 2},
    {"marzo", month, 3},
    {"aprile", month, 4},
    {"maggio", month, 5},
    {"giugno", month, 6},
    {"luglio", month, 7},
    {"agosto", month, 8},
    {"settembre", month, 9},
    {"ottobre", month, 10},
    {"novembre", month, 11},
    {"dicembre", month, 12},
});
constexpr auto delays = std::to_array<string_view>({"tra", "fra"});
constexpr auto ordinal_endings = std::to_array<string_view>({"º", "ª", "o"});

constexpr auto spoken_times = std::to_array<TextRule>({
    {R"((?<![:\d])0?(\d{1,2}):00\b(?!:))", "$1"},
    {R"((?<![:\d])0?(\d{1,2}):0?(\d{1,2})\b(?!:))", "$1 e $2"},
});
constexpr auto spoken_units = std::to_array<Rewrite>({
    {"°C", "gradi Celsius"},
    {"°F", "gradi Fahrenheit"},
    {"°", "gradi"},
    {"km/h", "chilometri orari"},
    {"m/s", "metri al secondo"},
    {"km", "chilometri"},
    {"cm", "centimetri"},
    {"mm", "millimetri"},
    {"kg", "chilogrammi"},
    {"kWh", "chilowattora"},
    {"%", "per cento"},
});
constexpr auto abbreviations = std::to_array<TextRule>({
    {R"(\bp\.\s?es\.)", "per esempio"},
    {R"(\becc\.)", "eccetera"},
    {R"(\bca\.)", "circa"},
    {R"(\bDott\.(?=\s\p{Lu}))", "dottor"},
    {R"(\bSig\.ra(?=\s\p{Lu}))", "signora"},
    {R"(\bSig\.(?=\s\p{Lu}))", "signor"},
    {R"(\s&\s)", " e "},
});

}  // namespace

constinit const LanguageData italian{
    .language = "it",
    .normalization = {.words = contractions, .beginnings = beginnings, .folds_accents = true},
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
