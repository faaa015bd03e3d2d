#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// The one normalisation that samples, blacklists, vocabularies, entity values and utterances all
/// go through (OVOS-INTENT-1 section 2), so that both sides always agree.
///
/// The result is words of letters, marks and digits in lower case:
///  - NFC, lower-cased by the language's rules, then case-folded ("STRASSE", "Straße" ->
///  "strasse");
///  - punctuation and symbols separate words; soft hyphens and joiners vanish; a dot between single
///    letters vanishes ("a.m." -> "am");
///  - an apostrophe inside a word: a contraction of the language's table is written out ("what's"
///    -> "what is"), an ending of the table becomes a word ("john's" -> "john s"), so does a
///    beginning ("l'heure" -> "l heure"), and any other vanishes ("o'clock" -> "oclock").
/// Accents stay: folding them would make different words equal.
namespace utter::intent {

/// Longest utterance, sample or value, in code points.
inline constexpr std::size_t utterance_code_points_max = 4'096;

/// One normalised word and where it came from, as bytes of the original text.
struct Word {
    std::string text;
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const Word&, const Word&) = default;
};

struct NormalizationRules;

/// Normalises text of one language. A small value; const calls may run on any thread.
class Normalizer {
  public:
    /// @param lang BCP-47; a language without rules of its own has only the general ones.
    explicit Normalizer(std::string_view lang);

    /// @return the words, in order; `malformed` for invalid UTF-8, `limit` for text above
    /// utterance_code_points_max.
    [[nodiscard]] Result<std::vector<Word>> words(std::string_view text) const;

    /// The words joined by single spaces.
    [[nodiscard]] Result<std::string> text(std::string_view text) const;

  private:
    std::string locale_;
    const NormalizationRules* rules_;
    bool ascii_is_simple_;
};

/// What the speaker or writer put for words [first, last) of `words`: a piece of `original`.
/// Requires first < last <= words.size().
[[nodiscard]] std::string_view surface(std::string_view original,
                                       const std::vector<Word>& words,
                                       std::size_t first,
                                       std::size_t last);

/// Words [first, last) joined by single spaces.
[[nodiscard]] std::string join_words(const std::vector<Word>& words,
                                     std::size_t first,
                                     std::size_t last);

}  // namespace utter::intent
