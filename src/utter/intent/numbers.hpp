#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/normalizer.hpp"

namespace utter::intent {

/// A number at the start of some words.
struct NumberPrefix {
    std::int64_t value = 0;
    std::size_t words = 0;  ///< how many it takes

    friend bool operator==(const NumberPrefix&, const NumberPrefix&) = default;
};

/// The numbers of one language, in words and in digits, up to 999,999,999 in words and fifteen
/// digits. Every gender, case and region the language has is understood ("soixante-dix" and
/// "septante"), with and without accents, and so are hundreds above nine ("nineteen hundred").
/// Immutable; any thread.
class NumberWords {
  public:
    /// The table of a language, built on first use in a few milliseconds and kept for the life of
    /// the process. @return `unsupported` for a language without number words.
    [[nodiscard]] static Result<std::shared_ptr<const NumberWords>> of(std::string_view lang);

    /// The longest number `words` begin with. An article counts as one: "a hundred", "an".
    [[nodiscard]] std::optional<NumberPrefix> longest_prefix(std::span<const Word> words) const;

    /// The number a single word is, without regard to what follows.
    [[nodiscard]] std::optional<std::int64_t> of_word(const std::string& word) const;

    /// The longest ordinal from first to hundredth that `words` begin with: "twenty third",
    /// "premier", "dritten". In words only.
    [[nodiscard]] std::optional<NumberPrefix> longest_ordinal(std::span<const Word> words) const;

    /// Whether the word, alone, is more likely an article than a number: "a", "ein", "une".
    [[nodiscard]] bool is_article(const std::string& word) const;

  private:
    class Builder;
    NumberWords() = default;

    struct Scale {
        std::int64_t value = 0;
        std::vector<std::string> words;
    };

    [[nodiscard]] std::optional<std::int64_t> lookup(const std::string& joined) const;
    [[nodiscard]] std::optional<std::int64_t> composed(const std::string& joined,
                                                       std::size_t scale) const;
    [[nodiscard]] std::optional<std::int64_t> in_hundreds(const std::string& joined) const;
    [[nodiscard]] std::optional<std::int64_t> rest(const std::string& joined,
                                                   std::size_t scale) const;

    std::unordered_map<std::string, std::int64_t> below_thousand_;  // spaces removed
    std::unordered_map<std::string, std::int64_t> ordinals_;        // spaces removed
    std::vector<std::string> hundreds_;                             // "hundred", behind its count
    std::vector<Scale> scales_;                                     // the largest first
    std::vector<std::string> glue_;  // between a scale and the rest: "and"
    std::vector<std::string> ones_;  // the forms of one
    std::span<const std::string_view> articles_;
};

/// The number that the whole of `text` is. @return `malformed` when it is none, `unsupported` for
/// a language without number words.
[[nodiscard]] Result<std::int64_t> parse_number(std::string_view text, std::string_view lang);

/// `n` in words, in the form the language counts with. Errors as above.
[[nodiscard]] Result<std::string> spell_out(std::int64_t n, std::string_view lang);

}  // namespace utter::intent
