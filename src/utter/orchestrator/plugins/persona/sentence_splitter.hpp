#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace utter::orchestrator {

/// Cuts an answer that is still being written into sentences that can be spoken. Knows the
/// abbreviations of its language, numbers, initials and ellipses; in doubt it does not cut. Pure.
class SentenceSplitter {
  public:
    /// Text without an end is cut at the last good place before this many bytes.
    static constexpr std::size_t sentence_bytes_max = 600;

    /// @param lang BCP-47; a language without abbreviations of its own has only the general rules
    explicit SentenceSplitter(std::string_view lang);

    /// Takes the next text, valid UTF-8. @return the sentences it completes. A question is complete
    /// only when something follows, so the one that an answer ends with is left to finish().
    [[nodiscard]] std::vector<std::string> feed(std::string_view text);

    /// What is left at the end of the answer; empty when nothing is.
    [[nodiscard]] std::string finish();

  private:
    [[nodiscard]] std::optional<std::size_t> end_of_sentence() const;
    [[nodiscard]] bool ends_at(std::size_t stop, std::size_t after, bool& undecided) const;
    [[nodiscard]] bool is_full_stop(std::size_t stop) const;

    std::span<const std::string_view> abbreviations_;
    bool ordinals_ = false;  // "am 3. Mai": a number with a full stop is an ordinal
    std::string buffer_;
};

/// A sentence without what is only for the eye: emphasis, code marks, list marks.
[[nodiscard]] std::string speakable(std::string_view sentence);

}  // namespace utter::orchestrator
