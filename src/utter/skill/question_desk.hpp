#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/skill/question.hpp"

namespace utter::skill {

/// One skill's part in common queries: says whether it can answer, and answers when it is asked.
/// Lives on the skill's executor.
class QuestionDesk {
  public:
    /// Makes the question of a message; nothing when the skill does not speak its language.
    using Read = std::function<std::optional<Question>(const Message&)>;

    QuestionDesk(std::string skill_id, QuestionCheck can_answer, QuestionHandler answer)
        : skill_id_(std::move(skill_id)),
          can_answer_(std::move(can_answer)),
          answer_(std::move(answer)) {}

    /// Takes questions from now on, until close(). All that is passed outlives that.
    void open(bus::Bus& bus, Executor& executor, Read read);
    void close() { subscriptions_.clear(); }

  private:
    [[nodiscard]] bool claims(const Message& ping) const;
    [[nodiscard]] std::optional<Answer> answer_to(const Message& request) const;

    std::string skill_id_;
    QuestionCheck can_answer_;
    QuestionHandler answer_;
    Read read_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::skill
