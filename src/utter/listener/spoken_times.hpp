#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace utter::listener {

/// Grammar rules for times of day and dates as they are read out, by rule name:
///   `time`   "four thirty three pm", "nine oh three", "ten o'clock"
///   `date`   "saturday november twenty first twenty twenty six" and its parts alone
/// and what they are made of. English only so far; empty for other languages.
[[nodiscard]] std::map<std::string, std::vector<std::string>> time_rules(std::string_view lang);

}  // namespace utter::listener
