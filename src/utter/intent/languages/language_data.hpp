#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// What the intent library knows of a language beyond what ICU knows: one table a language, each in
/// a file of its own in this folder (docs/languages.md says how to add one). All words are written
/// as the normaliser of their language leaves them; a test holds every table to that.
namespace utter::intent {

/// A written form and the words it stands for. Both are lower case; the apostrophe is `'`.
struct Rewrite {
    std::string_view from;
    std::string_view to;  ///< words separated by single spaces
};

/// For the normaliser. Rules are tried in this order, the first that fits wins.
struct NormalizationRules {
    std::span<const Rewrite> words;       ///< whole words: `won't` -> `will not`
    std::span<const Rewrite> endings;     ///< ends of words: `n't` -> `not`
    std::span<const Rewrite> beginnings;  ///< starts of words: `l'` -> `l`
    bool folds_accents = false;           ///< "qué" and "que" are one word
    std::u32string_view kept_letters;     ///< accented letters that stay when accents are folded
};

/// For numbers, beside the rules of ICU.
struct NumberData {
    std::span<const char* const> locales;  ///< ICU's, of all regions that count in their own way
    /// Other spellings of a piece of a number, both without spaces: "zwei" -> "zwo".
    std::span<const Rewrite> variants;
    std::string_view glue;                       ///< may follow hundreds and thousands: "and"
    std::span<const std::string_view> articles;  ///< alone they are no number: "a", "ein"
};

struct DurationUnit {
    std::string_view word;
    std::int64_t seconds;
};

/// A part of a unit ("half"), or a number with a part in it ("anderthalb").
struct DurationFraction {
    std::string_view word;
    double value;
};

struct DurationWords {
    std::span<const DurationUnit> units;
    std::span<const DurationFraction> fractions;
    std::span<const DurationFraction> mixed;
    std::span<const std::string_view> half_endings;  ///< "zwei" + one of these is two and a half
    std::span<const std::string_view> joiners;       ///< between parts: "and"
    std::span<const std::string_view> fillers;       ///< between a fraction and its unit: "of"
    std::span<const std::string_view> leads;         ///< before it all: "for"
};

/// What a phrase says of a moment.
enum class TimeWord : std::uint8_t {
    filler,     ///< nothing: "at", "Uhr"
    in_days,    ///< value: days from today
    this_part,  ///< today, and value: a DayPart
    part,       ///< value: a DayPart
    clock,      ///< value: minutes since midnight, "noon"
    offset,     ///< value: minutes from the hour that follows, "half past"
    added,      ///< value: minutes from the hour before it, "y media"
    past,       ///< between minutes and the hour they follow
    before,     ///< between minutes and the hour they precede
    plus,       ///< between an hour and minutes past it, "las tres y diez"; else a filler
    minus,      ///< between an hour and minutes to it, "las tres menos diez"
    weekday,    ///< value: 0 is Sunday
    every,      ///< what follows repeats
    repeats,    ///< value: a set of days, Sunday is bit 0
    month,      ///< value: 1 is January
    zero,       ///< "seven oh five"
};

enum class DayPart : std::uint8_t { morning, noon, afternoon, evening, night };

struct TimePhrase {
    std::string_view words;  ///< at most four, joined by spaces
    TimeWord what;
    int value = 0;
};

struct TimeWords {
    std::span<const TimePhrase> phrases;
    std::span<const std::string_view> delays;           ///< first words before a duration: "in"
    std::span<const std::string_view> ordinal_endings;  ///< behind digits: "3rd"
    std::span<const std::string_view> hour_endings{};   ///< only ever behind an hour: "o'clock"
};

/// ICU regular expression and replacement.
struct TextRule {
    const char* pattern;
    const char* replacement;
};

/// How answers are written out for a voice.
struct SpokenWords {
    std::span<const TextRule> times;          ///< applied first
    std::span<const Rewrite> units;           ///< behind a number: "km/h" -> "kilometers per hour"
    std::span<const TextRule> abbreviations;  ///< applied last
    /// Whether the numbers of a time are words too. Some voices read "11 39" digit by digit; but
    /// counting words are wrong where an hour has a gender ("un heure").
    bool times_in_words = false;
};

struct LanguageData {
    std::string_view language;  ///< primary subtag
    NormalizationRules normalization;
    char decimal_separator = '.';  ///< '.' or ','; the other one groups digits
    NumberData numbers;
    DurationWords durations;  ///< no units: durations are not understood
    TimeWords times;          ///< no phrases: times are not understood
    SpokenWords spoken;
};

/// The table of a primary subtag, or null.
[[nodiscard]] const LanguageData* language_data(std::string_view language) noexcept;

/// The rules of a primary subtag, or empty ones.
[[nodiscard]] const NormalizationRules& normalization_rules(std::string_view language) noexcept;

/// All tables, ordered by subtag.
[[nodiscard]] std::span<const LanguageData* const> all_languages() noexcept;

namespace languages {
extern const LanguageData catalan;
extern const LanguageData dutch;
extern const LanguageData english;
extern const LanguageData french;
extern const LanguageData german;
extern const LanguageData italian;
extern const LanguageData portuguese;
extern const LanguageData spanish;
}  // namespace languages

/// To write tables with.
namespace languages::detail {

inline constexpr std::int64_t minute = 60;
inline constexpr std::int64_t hour = 60 * minute;
inline constexpr std::int64_t day = 24 * hour;
inline constexpr std::int64_t week = 7 * day;

inline constexpr int working_days = 0b0111110;
inline constexpr int weekend = 0b1000001;
inline constexpr int all_days = 0b1111111;
/// The set with one day in it; 0 is Sunday.
constexpr int on(int weekday) {
    return 1 << weekday;
}
constexpr int value(DayPart part) {
    return static_cast<int>(part);
}

}  // namespace languages::detail

}  // namespace utter::intent
