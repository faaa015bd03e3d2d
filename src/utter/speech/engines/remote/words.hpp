#pragma once

#include <string>
#include <string_view>

namespace utter::speech::remote {

/// What a service wrote down as a Transcript's text: lowercase, single spaces, without the
/// punctuation of sentences. What belongs to a word stays: "it's", "3.5", "10:30", "-5", "20%".
[[nodiscard]] std::string transcript_words(std::string_view text, std::string_view lang);

/// A text as it may be sent: UTF-8, control characters turned to spaces, no space around it.
[[nodiscard]] std::string speakable_text(std::string_view text);

/// Whether anything in the text has a sound: a letter, a digit or a symbol.
[[nodiscard]] bool is_pronounceable(std::string_view text);

}  // namespace utter::speech::remote
