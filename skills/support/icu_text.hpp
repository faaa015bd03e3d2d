#pragma once

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <string>
#include <string_view>
#include <vector>

/// What several skills say in the same way, in any language. Pure; any thread.
namespace utter::skills {

/// The ICU locale of a BCP-47 tag; of an unusable one, the root locale.
[[nodiscard]] icu::Locale icu_locale(std::string_view lang);

/// UTF-8 for a speech engine: the non-breaking spaces ICU puts into times become plain ones, soft
/// hyphens vanish.
[[nodiscard]] std::string to_speech(const icu::UnicodeString& text);

/// "a, b, and c" in `lang`.
[[nodiscard]] std::string join_and(const std::vector<std::string>& items, std::string_view lang);

/// `text` with a capital first letter; the rest stays.
[[nodiscard]] std::string sentence_case(std::string_view text, std::string_view lang);

}  // namespace utter::skills
