#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// How each language speaks of durations; used by duration.cpp alone. Words are normalised.
namespace utter::intent {

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
    std::string_view language;  ///< primary subtag
    char decimal_separator;
    std::span<const DurationUnit> units;
    std::span<const DurationFraction> fractions;
    std::span<const DurationFraction> mixed;
    std::string_view half_ending;               ///< "zwei" + this is two and a half; may be empty
    std::span<const std::string_view> joiners;  ///< between parts: "and"
    std::span<const std::string_view> fillers;  ///< between a fraction and its unit: "of", "an"
    std::span<const std::string_view> leads;    ///< before it all: "for"
};

/// The words of a primary subtag, or null.
[[nodiscard]] const DurationWords* duration_words(std::string_view language);

}  // namespace utter::intent
