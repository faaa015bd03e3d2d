#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "utter/skill/skill.hpp"

/// The scheduler as several skills use it. What fails is logged, and told to the user by the
/// skill's dialog `trouble`.
namespace utter::skills {

/// The events that still come, of the session that asks, the next one first. Nothing when the
/// scheduler does not tell.
[[nodiscard]] std::optional<std::vector<skill::KeptEvent>> own_events(
    skill::SkillContext& context, const skill::IntentCall& call);

/// @return whether it is kept now.
[[nodiscard]] bool keep_event(skill::SkillContext& context,
                              const skill::IntentCall& call,
                              const skill::Event& event);

/// @return whether it is gone now.
[[nodiscard]] bool cancel_event(skill::SkillContext& context,
                                const skill::IntentCall& call,
                                const std::string& id);

/// Ids unlike any before, those of earlier runs included.
class EventIds {
  public:
    [[nodiscard]] std::string next(std::chrono::system_clock::time_point now);

  private:
    std::uint64_t last_ = 0;
};

}  // namespace utter::skills
