#pragma once

#include <span>
#include <string_view>

/// Per-language data of the normaliser; used by normalizer.cpp alone.
namespace utter::intent {

/// A written form and the words it stands for. Both are lower case; the apostrophe is `'`.
struct Rewrite {
    std::string_view from;
    std::string_view to;  ///< words separated by single spaces
};

/// Rules are tried in this order, the first that fits wins.
struct NormalizationRules {
    std::string_view language;            ///< primary subtag
    std::span<const Rewrite> words;       ///< whole words: `won't` -> `will not`
    std::span<const Rewrite> endings;     ///< ends of words: `n't` -> `not`
    std::span<const Rewrite> beginnings;  ///< starts of words: `l'` -> `l`
};

/// The rules of a primary subtag, or empty ones.
[[nodiscard]] const NormalizationRules& normalization_rules(std::string_view language);

}  // namespace utter::intent
