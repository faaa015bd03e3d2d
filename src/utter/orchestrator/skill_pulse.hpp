#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// Whether a skill that was dispatched to still works on it, so that a round whose skill died, or
/// never got the dispatch because its connection was gone, need not wait for the handler's bound.
///
/// A host that knows of this says so when its skill registers, and answers each `utter.skill.ping
/// {skill_id}` with `utter.skill.pong {skill_id, busy}`. A skill that has never said it is not
/// judged: of today's Python skills nobody can tell. One event loop.
class SkillPulse {
  public:
    static constexpr std::string_view ping_topic = "utter.skill.ping";
    static constexpr std::string_view pong_topic = "utter.skill.pong";
    static constexpr std::size_t skills_max = 1'024;  ///< known; of more, the later are not judged

    SkillPulse(bus::Bus& bus, runtime::EventLoop& loop);

    /// Over one dispatch. It is over when two questions went unanswered, or were answered by a
    /// skill that does nothing.
    class Watch {
      public:
        explicit Watch(SkillPulse& pulse, std::string skill_id);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
        Watch(Watch&&) = delete;
        Watch& operator=(Watch&&) = delete;

        /// Call it every few seconds. @return whether nothing more is to be expected; otherwise it
        /// has asked once more.
        [[nodiscard]] bool is_over();

      private:
        friend class SkillPulse;
        SkillPulse& pulse_;
        std::string skill_id_;
        int questions_ = 0;  // since it was seen at work
    };

  private:
    void hear(const Message& pong);

    bus::Bus& bus_;
    std::set<std::string, std::less<>> skills_;  // that answer
    std::vector<Watch*> watches_;
    bus::Subscription subscription_;
};

}  // namespace utter::orchestrator
