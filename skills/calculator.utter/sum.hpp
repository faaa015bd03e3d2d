#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace utter::skills {

/// A phrase of a vocabulary.
struct SumPhrase {
    std::string written;             ///< as its author spells it
    std::vector<std::string> words;  ///< normalised
};

/// The phrases of one language that sums and conversions are made of, by vocabulary.
using SumWords = std::map<std::string, std::vector<SumPhrase>, std::less<>>;

/// Makes the words of a language. @param phrases_of the phrases of a vocabulary, expanded
[[nodiscard]] SumWords make_sum_words(
    std::string_view lang,
    const std::function<std::vector<std::string>(const std::string&)>& phrases_of);

/// What was asked for, worked out.
struct SumResult {
    double value = 0;            ///< not a number: divided by zero
    std::optional<double> from;  ///< the amount that was converted, of a conversion
    std::string from_unit;       ///< the word that was said, spelled as the skill does
    std::string to_unit;         ///< the same
};

/// Reads a whole utterance as a sum or a conversion: numbers in words or digits, the four
/// operations in words or signs, products before sums, percentages and square roots. @return
/// nothing when it is anything else.
[[nodiscard]] std::optional<SumResult> work_out(std::string_view utterance,
                                                std::string_view lang,
                                                const SumWords& words);

}  // namespace utter::skills
