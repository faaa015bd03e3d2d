#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// hassil's own view of text, kept apart from intent::Normalizer: what counts as a word, what as
/// punctuation, and how an utterance is prepared (conformance/hassil.md, section 4). Works on code
/// points. Pure; any thread.
namespace utter::intent::hassil {

/// Code points of `text`; what is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::u32string decode(std::string_view text);
[[nodiscard]] std::string encode(std::u32string_view text);

/// Letters, numbers and `_`; combining marks are none.
[[nodiscard]] bool is_word(char32_t c) noexcept;
[[nodiscard]] bool is_blank(char32_t c) noexcept;
[[nodiscard]] bool is_punctuation(char32_t c) noexcept;

/// Simple case folding: one code point for one.
[[nodiscard]] char32_t fold_case(char32_t c) noexcept;

[[nodiscard]] std::u32string_view trim(std::u32string_view text) noexcept;

/// White-space runs as one space, and NFC.
[[nodiscard]] std::u32string normalize(std::u32string_view text);
[[nodiscard]] std::string normalize(std::string_view text);

/// Takes punctuation from the edges of the text and of its words.
[[nodiscard]] std::u32string remove_punctuation(std::u32string_view text);

/// Words that may stand anywhere in an utterance without meaning anything.
class SkipWords {
  public:
    SkipWords() = default;
    /// @param anywhere also inside of words, for languages written without spaces
    SkipWords(const std::vector<std::string>& words, bool anywhere);

    [[nodiscard]] std::u32string remove(std::u32string text) const;

  private:
    [[nodiscard]] std::size_t match(std::u32string_view text, std::size_t at) const noexcept;

    std::vector<std::u32string> words_;  // folded, longest first
    bool anywhere_ = false;
};

}  // namespace utter::intent::hassil
