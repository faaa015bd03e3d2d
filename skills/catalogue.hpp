#pragma once

#include <filesystem>
#include <vector>

#include "utter/skill/skill.hpp"

namespace utter::skills {

/// Every skill built into the program. @param skills_dir holds `<skill_id>/locale`; normally
/// `share/utter/skills` beside the program's `bin`.
[[nodiscard]] std::vector<skill::SkillEntry> catalogue(const std::filesystem::path& skills_dir);

}  // namespace utter::skills
