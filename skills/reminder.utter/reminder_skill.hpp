#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "utter/skill/skill.hpp"

namespace utter::skills {

inline constexpr std::string_view reminder_skill_id = "reminder.utter";
inline constexpr std::size_t reminders_max = 100;  ///< of one session

/// Reminds whoever asked of something at a time, after a while, or again and again. Each reminder
/// belongs to the session it was set in, and survives the program.
[[nodiscard]] std::unique_ptr<skill::Skill> make_reminder_skill();

}  // namespace utter::skills
