#pragma once

#include <memory>
#include <string_view>

#include "utter/skill/skill.hpp"

namespace utter::skills {

inline constexpr std::string_view about_skill_id = "about.utter";

/// Says what the assistant is, which version, and what the loaded skills can do.
[[nodiscard]] std::unique_ptr<skill::Skill> make_about_skill();

}  // namespace utter::skills
