#pragma once

#include <memory>
#include <string_view>

#include "utter/skill/skill.hpp"

namespace utter::skills {

inline constexpr std::string_view calculator_skill_id = "calculator.utter";

/// Answers sums ("what is 12 times 7") and conversions of units ("5 miles in kilometres"), offline.
/// It has no intents: it answers as a common query, so that it stands in nobody's way.
[[nodiscard]] std::unique_ptr<skill::Skill> make_calculator_skill();

}  // namespace utter::skills
