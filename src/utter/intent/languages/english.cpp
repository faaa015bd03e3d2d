#include <array>

#include "utter/intent/languages/language_data.hpp"

namespace utter::intent::languages {
namespace {

using std::string_view;
using enum TimeWord;
using enum DayPart;
using namespace detail;

// Only forms with one meaning. "he'd" (had, would) and "its", "were", "well", "ill" without their
// apostrophe (words of their own) are left alone.
constexpr auto contractions = std::to_array<Rewrite>({
    {"can't", "can not"},       {"cannot", "can not"},    {"cant", "can not"},
    {"won't", "will not"},      {"wont", "will not"},     {"shan't", "shall not"},
    {"ain't", "is not"},        {"let's", "let us"},      {"what's", "what is"},
    {"whats", "what is"},       {"who's", "who is"},      {"whos", "who is"},
    {"where's", "where is"},    {"wheres", "where is"},   {"when's", "when is"},
    {"whens", "when is"},       {"why's", "why is"},      {"how's", "how is"},
    {"hows", "how is"},         {"that's", "that is"},    {"thats", "that is"},
    {"there's", "there is"},    {"theres", "there is"},   {"here's", "here is"},
    {"heres", "here is"},       {"it's", "it is"},        {"he's", "he is"},
    {"she's", "she is"},        {"i'm", "i am"},          {"im", "i am"},
    {"i've", "i have"},         {"ive", "i have"},        {"youre", "you are"},
    {"theyre", "they are"},     {"dont", "do not"},       {"doesnt", "does not"},
    {"didnt", "did not"},       {"isnt", "is not"},       {"arent", "are not"},
    {"wasnt", "was not"},       {"werent", "were not"},   {"hasnt", "has not"},
    {"havent", "have not"},     {"couldnt", "could not"}, {"wouldnt", "would not"},
    {"shouldnt", "should not"}, {"y'all", "you all"},
});
constexpr auto endings = std::to_array<Rewrite>({
    {"n't", "not"},
    {"'re", "are"},
    {"'ve", "have"},
    {"'ll", "will"},
    {"'s", "s"},
    {"'d", "d"},
});

constexpr auto locales = std::to_array<const char*>({"en"});
constexpr auto articles = std::to_array<string_view>({"a", "an"});

constexpr auto units = std::to_array<DurationUnit>({
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
constexpr auto fractions = std::to_array<DurationFraction>({
    {"half", 0.5},
    {"quarter", 0.25},
    {"quarters", 0.25},
    {"third", 1.0 / 3},
    {"thirds", 1.0 / 3},
    {"couple", 2},
});
constexpr auto joiners = std::to_array<string_view>({"and", "plus"});
constexpr auto fillers = std::to_array<string_view>({"of", "a", "an"});
constexpr auto leads = std::to_array<string_view>({"for", "in", "about"});

constexpr auto times = std::to_array<TimePhrase>({
    {"at", filler},
    {"on", filler},
    {"for", filler},
    {"by", filler},
    {"of", filler},
    {"the", filler},
    {"and", filler},
    {"oclock", filler},
    {"o clock", filler},
    {"hours", filler},
    {"minutes", filler},
    {"from now on", filler},
    {"today", in_days, 0},
    {"tomorrow", in_days, 1},
    {"day after tomorrow", in_days, 2},
    {"the day after tomorrow", in_days, 2},
    {"am", part, value(morning)},
    {"a m", part, value(morning)},
    {"in the morning", part, value(morning)},
    {"morning", part, value(morning)},
    {"pm", part, value(afternoon)},
    {"p m", part, value(afternoon)},
    {"in the afternoon", part, value(afternoon)},
    {"afternoon", part, value(afternoon)},
    {"in the evening", part, value(evening)},
    {"evening", part, value(evening)},
    {"at night", part, value(night)},
    {"night", part, value(night)},
    {"this morning", this_part, value(morning)},
    {"this afternoon", this_part, value(afternoon)},
    {"this evening", this_part, value(evening)},
    {"tonight", this_part, value(evening)},
    {"noon", clock, 12 * 60},
    {"midday", clock, 12 * 60},
    {"midnight", clock, 0},
    {"half past", offset, 30},
    {"half", offset, 30},
    {"quarter past", offset, 15},
    {"a quarter past", offset, 15},
    {"quarter after", offset, 15},
    {"quarter to", offset, -15},
    {"a quarter to", offset, -15},
    {"quarter of", offset, -15},
    {"past", past},
    {"after", past},
    {"to", before},
    {"before", before},
    {"sunday", weekday, 0},
    {"monday", weekday, 1},
    {"tuesday", weekday, 2},
    {"wednesday", weekday, 3},
    {"thursday", weekday, 4},
    {"friday", weekday, 5},
    {"saturday", weekday, 6},
    {"next sunday", weekday, 0},
    {"next monday", weekday, 1},
    {"next tuesday", weekday, 2},
    {"next wednesday", weekday, 3},
    {"next thursday", weekday, 4},
    {"next friday", weekday, 5},
    {"next saturday", weekday, 6},
    {"sundays", repeats, on(0)},
    {"mondays", repeats, on(1)},
    {"tuesdays", repeats, on(2)},
    {"wednesdays", repeats, on(3)},
    {"thursdays", repeats, on(4)},
    {"fridays", repeats, on(5)},
    {"saturdays", repeats, on(6)},
    {"every", every},
    {"each", every},
    {"every day", repeats, all_days},
    {"each day", repeats, all_days},
    {"daily", repeats, all_days},
    {"every morning", repeats, all_days},
    {"weekdays", repeats, working_days},
    {"every weekday", repeats, working_days},
    {"week days", repeats, working_days},
    {"working days", repeats, working_days},
    {"weekends", repeats, weekend},
    {"every weekend", repeats, weekend},
    {"january", month, 1},
    {"february", month, 2},
    {"march", month, 3},
    {"april", month, 4},
    {"may", month, 5},
    {"june", month, 6},
    {"july", month, 7},
    {"august", month, 8},
    {"september", month, 9},
    {"october", month, 10},
    {"november", month, 11},
    {"december", month, 12},
    {"oh", zero},
});
constexpr auto delays = std::to_array<string_view>({"in"});
constexpr auto ordinal_endings = std::to_array<string_view>({"st", "nd", "rd", "th"});
constexpr auto hour_endings = std::to_array<string_view>({"oclock"});

constexpr auto spoken_times = std::to_array<TextRule>({
    // A voice may take "AM" behind a word for the verb, or leave it out.
    {R"((?<=\d)\s?[Aa](?:[Mm]\b|\.[Mm]\.))", " A M"},
    {R"((?<=\d)\s?[Pp](?:[Mm]\b|\.[Mm]\.))", " P M"},
    {R"((?<![:\d])(\d{1,2}):00(?= [AP] M\b))", "$1"},
    {R"((?<![:\d])(\d{1,2}):00\b(?!:))", "$1 o'clock"},
    {R"((?<![:\d])(\d{1,2}):0(\d)\b(?!:))", "$1 oh $2"},
    {R"((?<![:\d])(\d{1,2}):(\d{2})\b(?!:))", "$1 $2"},
});
constexpr auto spoken_units = std::to_array<Rewrite>({
    {"°C", "degrees Celsius"},
    {"°F", "degrees Fahrenheit"},
    {"°", "degrees"},
    {"km/h", "kilometers per hour"},
    {"mph", "miles per hour"},
    {"m/s", "meters per second"},
    {"km", "kilometers"},
    {"cm", "centimeters"},
    {"mm", "millimeters"},
    {"kg", "kilograms"},
    {"kWh", "kilowatt hours"},
    {"%", "percent"},
});
constexpr auto abbreviations = std::to_array<TextRule>({
    {R"(\be\.\s?g\.)", "for example"},
    {R"(\bi\.\s?e\.)", "that is"},
    {R"(\betc\.)", "et cetera"},
    {R"(\bapprox\.)", "approximately"},
    {R"(\bDr\.(?=\s\p{Lu}))", "Doctor"},
    {R"(\bMr\.(?=\s\p{Lu}))", "Mister"},
    {R"(\s&\s)", " and "},
});

}  // namespace

constinit const LanguageData english{
    .language = "en",
    .normalization = {.words = contractions, .endings = endings},
    .decimal_separator = '.',
    .numbers = {.locales = locales, .glue = "and", .articles = articles},
    .durations = {.units = units,
                  .fractions = fractions,
                  .joiners = joiners,
                  .fillers = fillers,
                  .leads = leads},
    .times = {.phrases = times,
              .delays = delays,
              .ordinal_endings = ordinal_endings,
              .hour_endings = hour_endings},
    .spoken = {.times = spoken_times,
               .units = spoken_units,
               .abbreviations = abbreviations,
               .times_in_words = true},
};

}  // namespace utter::intent::languages
