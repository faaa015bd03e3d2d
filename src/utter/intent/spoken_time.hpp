#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"

/// Dates and times of day as people say them, in the languages whose table in languages/ has times.
/// Pure; any thread.
namespace utter::intent {

/// A day of the calendar: "the third of May", "el 5 de mayo de 2027".
struct SpokenDate {
    std::chrono::month_day day;  ///< one that exists in some year
    std::optional<std::chrono::year> year;

    friend bool operator==(const SpokenDate&, const SpokenDate&) = default;
};

/// What somebody said of a moment. At least one member is set.
struct SpokenTime {
    std::optional<std::chrono::seconds> time;  ///< since midnight
    /// Whether `time`, which is before noon then, may mean twelve hours later too: "at seven".
    bool either_half = false;
    std::optional<std::chrono::days> in_days;     ///< "today" is 0, "tomorrow" is 1
    std::optional<std::chrono::weekday> weekday;  ///< "on Monday"
    std::optional<SpokenDate> date;
    std::bitset<7> repeats;  ///< "every Monday"; by std::chrono::weekday::c_encoding()

    friend bool operator==(const SpokenTime&, const SpokenTime&) = default;
};

/// Reads the whole of `text`: "7 am", "half past seven", "tomorrow at 9", "weekdays at 6:30",
/// "this evening at eight", "on May the third at noon", "um halb acht", "mañana a las tres y
/// media", "tous les lundis à 7h30", "le tre meno un quarto", "vijf voor half vier". A part of the
/// day alone is a time: the morning 9:00, the afternoon 15:00, the evening 19:00, the night 22:00.
/// @return `malformed` when it is no such thing, `unsupported` for a language without times.
[[nodiscard]] Result<SpokenTime> parse_time(std::string_view text, std::string_view lang);

/// The first moment after `now` that it can mean; nothing when no time was said, or when the day
/// said is over.
/// @param earliest of the two halves of a day other than today, the one not before this hour is
/// meant: 0 where mornings are likely, as for an alarm, 7 where one speaks of waking hours.
[[nodiscard]] std::optional<std::chrono::local_seconds> first_moment(const SpokenTime& spoken,
                                                                     std::chrono::local_seconds now,
                                                                     std::chrono::hours earliest);

/// `time` of a repeated one, of both halves of the day as first_moment() chooses.
[[nodiscard]] std::optional<std::chrono::seconds> time_of_day(const SpokenTime& spoken,
                                                              std::chrono::hours earliest);

/// A text that ends or begins with a moment: "buy milk tomorrow at nine", "in ten minutes to call".
struct TimedText {
    std::string rest;  ///< without the moment, as it was said
    std::optional<SpokenTime> time;
    std::optional<std::chrono::seconds> delay;  ///< instead, when a duration was said with "in"
};

/// As much of the end of `text`, or else of its beginning, as is a moment or a delay. Neither is
/// set when there is none.
[[nodiscard]] TimedText split_time(std::string_view text, std::string_view lang);

}  // namespace utter::intent
