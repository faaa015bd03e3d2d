#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include "utter/skill/skill.hpp"

namespace utter::skills {

inline constexpr std::string_view alarm_skill_id = "alarm.utter";
inline constexpr std::size_t alarms_max = 100;  ///< of one session
inline constexpr std::chrono::seconds snooze_length = std::chrono::minutes(9);

/// Wakes at a time of day, once or on some days of the week, whoever set it. Each alarm belongs to
/// the session it was set in, and survives the program.
[[nodiscard]] std::unique_ptr<skill::Skill> make_alarm_skill();

}  // namespace utter::skills
