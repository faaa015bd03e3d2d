#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
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
///  - letters of scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are a word
///    each.
/// Accents of Latin letters go in the languages whose table says so (Spanish, French, Italian...:
/// "que hora es" is "qué hora es") and stay in the others.
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

/// Normalised words in one piece, which can be filled again and again without allocating. Every run
/// of words, joined by single spaces, is a view of it.
class NormalText {
  public:
    [[nodiscard]] std::size_t size() const noexcept { return spans_.size(); }
    [[nodiscard]] bool empty() const noexcept { return spans_.empty(); }
    [[nodiscard]] std::string_view word(std::size_t i) const { return run(i, i + 1); }
    /// All of it: the words joined by single spaces.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// Words [first, last) joined by single spaces; first < last <= size().
    [[nodiscard]] std::string_view run(std::size_t first, std::size_t last) const {
        const std::size_t begin = spans_[first].text_begin;
        return std::string_view(text_).substr(begin, spans_[last - 1].text_end - begin);
    }

    /// What was put for words [first, last): a piece of `original`, the text it was made from.
    [[nodiscard]] std::string_view surface(std::string_view original,
                                           std::size_t first,
                                           std::size_t last) const;

    /// The words [first, last), each with its place in the original.
    [[nodiscard]] std::vector<Word> words(std::size_t first, std::size_t last) const;

    void clear();
    /// Appends a word that came from bytes [begin, end) of the original.
    void add(std::string_view word, std::size_t begin, std::size_t end);

  private:
    friend class Normalizer;
    struct Span {
        std::uint32_t text_begin;
        std::uint32_t text_end;
        std::uint32_t begin;
        std::uint32_t end;
    };
    std::string text_;
    std::vector<Span> spans_;
    std::string raw_;  // of the word being read
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

    /// The same into `out`, whose former content goes; after an error it is empty.
    [[nodiscard]] Result<void> read(std::string_view text, NormalText& out) const;

    /// The words joined by single spaces.
    [[nodiscard]] Result<std::string> text(std::string_view text) const;

  private:
    class Splitter;

    std::string locale_;
    const NormalizationRules* rules_;
    bool ascii_is_simple_;
    std::bitset<512> written_out_;  // hashes of the words that have a rule of their own
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
