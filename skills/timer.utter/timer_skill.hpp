#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include "utter/skill/skill.hpp"

namespace utter::skills {

inline constexpr std::string_view timer_skill_id = "timer.utter";
inline constexpr std::chrono::seconds timer_length_max = std::chrono::days(7);
inline constexpr std::size_t timers_max = 100;  ///< of one session

/// Keeps timers, with a name or without, and speaks when one is due to whoever set it. Each belongs
/// to the session it was set in, and survives the program.
[[nodiscard]] std::unique_ptr<skill::Skill> make_timer_skill();

}  // namespace utter::skills
