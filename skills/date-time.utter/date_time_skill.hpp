#pragma once

#include <memory>
#include <string_view>

#include "utter/skill/skill.hpp"

namespace utter::skills {

inline constexpr std::string_view date_time_skill_id = "date-time.utter";

/// Tells the time, here and in the places of the world, and the date, today and around it.
[[nodiscard]] std::unique_ptr<skill::Skill> make_date_time_skill();

}  // namespace utter::skills
