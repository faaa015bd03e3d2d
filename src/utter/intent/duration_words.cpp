#include "utter/intent/duration_words.hpp"

#include <algorithm>
#include <array>

namespace utter::intent {
namespace {

using std::string_view;

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t week = 7 * day;

constexpr auto english_units = std::to_array<DurationUnit>({
    {"second", 1},
    {"seconds", 1},
    {"sec", 1},
    {"secs", 1},
    {"s", 1},
    {"minute", minute},
    {"minutes", minute},
    {"min", minute},
    {"mins", minute},
    {"m", minute},
    {"hour", hour},
    {"hours", hour},
    {"hr", hour},
    {"hrs", hour},
    {"h", hour},
    {"day", day},
    {"days", day},
    {"d", day},
    {"week", week},
    {"weeks", week},
    {"wk", week},
    {"wks", week},
    {"fortnight", 2 * week},
    {"fortnights", 2 * week},
});
constexpr auto english_fractions = std::to_array<DurationFraction>({
    {"half", 0.5},
    {"quarter", 0.25},
    {"quarters", 0.25},
    {"third", 1.0 / 3},
    {"thirds", 1.0 / 3},
});
constexpr auto english_joiners = std::to_array<string_view>({"and", "plus"});
constexpr auto english_fillers = std::to_array<string_view>({"of", "a", "an"});
constexpr auto english_leads = std::to_array<string_view>({"for", "in", "about"});

constexpr auto german_units = std::to_array<DurationUnit>({
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
constexpr auto german_fractions = std::to_array<DurationFraction>({
    {"halb", 0.5},
    {"halbe", 0.5},
    {"halben", 0.5},
    {"halber", 0.5},
    {"halbes", 0.5},
    {"viertel", 0.25},
    {"dreiviertel", 0.75},
    {"drittel", 1.0 / 3},
});
constexpr auto german_mixed = std::to_array<DurationFraction>({
    {"eineinhalb", 1.5},
    {"einundeinhalb", 1.5},
    {"anderthalb", 1.5},
});
constexpr auto german_joiners = std::to_array<string_view>({"und", "plus"});
constexpr auto german_fillers = std::to_array<string_view>({"einer", "eine"});
constexpr auto german_leads =
    std::to_array<string_view>({"für", "in", "auf", "etwa", "ungefähr", "circa"});

constexpr auto spanish_units = std::to_array<DurationUnit>({
    {"segundo", 1},     {"segundos", 1},     {"seg", 1},      {"segs", 1},      {"s", 1},
    {"minuto", minute}, {"minutos", minute}, {"min", minute}, {"mins", minute}, {"m", minute},
    {"hora", hour},     {"horas", hour},     {"h", hour},     {"hr", hour},     {"hrs", hour},
    {"día", day},       {"días", day},       {"dia", day},    {"dias", day},    {"d", day},
    {"semana", week},   {"semanas", week},
});
constexpr auto spanish_fractions = std::to_array<DurationFraction>({
    {"media", 0.5},
    {"medio", 0.5},
    {"cuarto", 0.25},
    {"cuartos", 0.25},
    {"tercio", 1.0 / 3},
    {"tercios", 1.0 / 3},
});
constexpr auto spanish_joiners = std::to_array<string_view>({"y", "con", "más", "mas"});
constexpr auto spanish_fillers = std::to_array<string_view>({"de", "una", "un"});
constexpr auto spanish_leads = std::to_array<string_view>({"por", "en", "durante", "dentro", "de"});

constexpr auto all_words = std::to_array<DurationWords>({
    {"en",
     '.',
     english_units,
     english_fractions,
     {},
     "",
     english_joiners,
     english_fillers,
     english_leads},
    {"de",
     ',',
     german_units,
     german_fractions,
     german_mixed,
     "einhalb",
     german_joiners,
     german_fillers,
     german_leads},
    {"es",
     ',',
     spanish_units,
     spanish_fractions,
     {},
     "",
     spanish_joiners,
     spanish_fillers,
     spanish_leads},
});

}  // namespace

const DurationWords* duration_words(std::string_view language) {
    const auto found = std::ranges::find(all_words, language, &DurationWords::language);
    return found != all_words.end() ? &*found : nullptr;
}

}  // namespace utter::intent
