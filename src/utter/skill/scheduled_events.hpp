#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/skill/events.hpp"
#include "utter/skill/skill.hpp"

namespace utter::skill {

/// The events of one skill, by the scheduler's topics.
class ScheduledEvents final : public Events {
  public:
    /// The conversation that a message belongs to, spoken in `lang`, and its time zone.
    using Answer = std::function<std::pair<std::shared_ptr<Conversation>, std::string>(
        const Message& message, std::string lang)>;

    /// @param answers where the scheduler's answers arrive: not the skill's executor, which waits
    /// for them. What is referred to outlives this.
    ScheduledEvents(std::string skill_id, bus::Bus& bus, Executor& answers, Answer make_answer);

    /// Events come in on the skill's executor from now on.
    void listen(Executor& executor);
    void stop() { subscriptions_.clear(); }

    void on_event(std::string name, EventHandler handler) override;
    [[nodiscard]] Result<std::optional<std::chrono::system_clock::time_point>> schedule(
        const Event& event, const Conversation& from) override;
    [[nodiscard]] Result<bool> cancel(const std::string& id) override;
    [[nodiscard]] Result<std::vector<KeptEvent>> list() override;

  private:
    [[nodiscard]] Result<json::object> request(const char* topic,
                                               json::object data,
                                               json::object context);
    [[nodiscard]] json::object own_context() const { return {{"skill_id", skill_id_}}; }
    void handle(const Message& fired);

    const std::string skill_id_;
    bus::Bus& bus_;
    Executor& answers_;
    const Answer make_answer_;
    std::map<std::string, EventHandler> handlers_;
    std::map<std::string, std::string> last_due_;  // by id; a fire may come twice
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::skill
