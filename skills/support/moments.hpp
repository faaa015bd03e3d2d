#pragma once

#include <bitset>
#include <chrono>
#include <string>

#include "utter/skill/skill.hpp"

/// How moments are spoken of, by dialogs that each skill which uses this has: `when_clock` and
/// `when_clock_sharp` write a time of day, and `when_today`, `when_tomorrow`, `when_weekday`,
/// `when_date`, `when_daily`, `when_working_days`, `when_weekends` and `when_days` put it into a
/// phrase.
namespace utter::skills {

/// "at 7 AM", "tomorrow at 7:30 AM", "on Monday at 7 AM", "on March 30, 2026 at noon".
[[nodiscard]] std::string moment_in_words(std::chrono::local_seconds at,
                                          std::chrono::local_seconds now,
                                          skill::Conversation& conversation);

/// "every day at 7 AM", "on weekdays at 7 AM", "every Monday and Friday at 7 AM".
/// @param time since midnight; @param days by std::chrono::weekday::c_encoding()
[[nodiscard]] std::string repetition_in_words(std::chrono::seconds time,
                                              const std::bitset<7>& days,
                                              skill::Conversation& conversation);

}  // namespace utter::skills
