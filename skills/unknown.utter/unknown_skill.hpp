#pragma once

#include <memory>
#include <string_view>

#include "utter/skill/skill.hpp"

namespace utter::skills {

inline constexpr std::string_view unknown_skill_id = "unknown.utter";

/// The last resort: says that nothing understood what was said, so that no request ends in silence.
[[nodiscard]] std::unique_ptr<skill::Skill> make_unknown_skill();

}  // namespace utter::skills
