#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/message.hpp"

namespace utter::legacy {

/// The rounds that were dispatched to Python skills and have not ended: from what such a skill
/// reports of its handler (`mycroft.skill.handler.*`, and the answers of converse, stop and
/// fallback requests) makes the one report the orchestrator waits for. The first end counts.
class Rounds {
  public:
    using Deliver = std::function<void(const Message&)>;

    static constexpr std::size_t rounds_max = 1000;  ///< the oldest is forgotten

    explicit Rounds(Deliver deliver) : deliver_(std::move(deliver)) {}

    /// The topics handle() understands; globs, because some carry a skill's id.
    [[nodiscard]] static const std::vector<std::string>& topics();
    /// @return the skill that a stop was dispatched to and that reports, with this, that it stopped
    std::string handle(const Message& message);

    /// A dispatch is going out to a Python skill.
    /// @param reporter the skill that will report its end, when it is not the one it names
    void open(const Message& dispatch, std::string_view reporter = {});
    /// Ends the round of a dispatch whose handler needs no waiting for.
    void close(const Message& dispatch);
    /// The orchestrator has ended the round.
    void forget(std::string_view utterance_id);

  private:
    struct Round {
        Message dispatch;
        std::string skill_id;
        std::string intent_name;
        std::string reporter;
        bool ended = false;
    };

    [[nodiscard]] Round* find(const Message& message, std::string_view skill_id);
    void end(Round& round, const Message& report, std::optional<std::string> exception);

    Deliver deliver_;
    std::deque<Round> rounds_;
};

}  // namespace utter::legacy
