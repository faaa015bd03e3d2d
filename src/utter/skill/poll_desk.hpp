#pragma once

#include <functional>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/skill/dialogue.hpp"

namespace utter::skill {

/// Answers the polls of the converse and the stop stage for one skill, and hears `ovos.stop`.
/// What the skill has a say in runs on its executor; a decline it does not is said at once, so that
/// nobody waits for a skill at work.
class PollDesk {
  public:
    explicit PollDesk(std::string skill_id) : skill_id_(std::move(skill_id)) {}

    void set_converse(ConverseCheck wants) { wants_ = std::move(wants); }
    void set_stop(StopCheck is_active, StopHandler stop) {
        is_active_ = std::move(is_active);
        stop_ = std::move(stop);
    }
    [[nodiscard]] bool converses() const noexcept { return wants_ != nullptr; }

    /// Answers from now on, until close(). All that is passed outlives that.
    void open(bus::Bus& bus, Executor& loop, Executor& skill_executor);
    void close() { subscriptions_.clear(); }

    /// Ends what goes on in the session of a message. On the skill's executor.
    void stop(const Message& message) const;

  private:
    void answer(bus::Bus& bus, const Message& ping, json::object data) const;
    [[nodiscard]] json::object converse_answer(const Message& ping) const;
    [[nodiscard]] json::object stop_answer(const Message& ping) const;

    std::string skill_id_;
    ConverseCheck wants_;
    StopCheck is_active_;
    StopHandler stop_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::skill
