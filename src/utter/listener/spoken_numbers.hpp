#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// How numbers and durations are said, for speech grammars.
namespace utter::listener {

/// Every way a language spells a cardinal number 0 .. 999, as lowercase words separated by single
/// spaces; sorted. Empty for a language ICU cannot spell.
[[nodiscard]] std::vector<std::string> spell_number(std::string_view lang, int number);

/// Grammar rules for numbers and durations of one language, by rule name:
///   `number`                0 to 999
///   `duration`              "five minutes", "an hour and a half", "one hour and thirty minutes"
///   `duration_before_word`  also "five minute", as in "a five minute timer"
/// and what they are made of. Without `number` for a language ICU cannot spell; without the
/// durations for a language whose units are not in the table (English, German and Spanish are).
[[nodiscard]] std::map<std::string, std::vector<std::string>> number_rules(std::string_view lang);

}  // namespace utter::listener
