#pragma once

#include <chrono>
#include <string>

#include "utter/skill/skill.hpp"

namespace utter::skills {

/// "1 day, 2 hours, and 5 seconds" as the conversation's language speaks it. A single unit is a
/// dialog of the skill (`one_day`, `one_hour`, `one_minute`, `one_second`), for the languages in
/// which "1" alone is read wrongly. Zero is "0 seconds".
[[nodiscard]] std::string duration_in_words(std::chrono::seconds duration,
                                            skill::Conversation& conversation);

}  // namespace utter::skills
