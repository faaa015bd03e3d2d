#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "utter/core/json.hpp"
#include "utter/platform/door/services.hpp"
#include "utter/runtime/async.hpp"

namespace utter::platform {

/// One written question on its way through the orchestrator, in a session of its own. On the loop.
class TextTurn {
  public:
    struct Question {
        std::string text;
        std::string lang;
        std::string persona_id;  ///< empty: whoever claims it
        json::array history;     ///< what was said before: {"role", "content"}, oldest first
        std::string system;      ///< instructions besides the persona's own; may be empty
    };
    /// Asks at once. @param services outlive it
    TextTurn(Services& services, const boost::asio::any_io_executor& executor, Question question);
    /// Stops the answer when it is not over.
    ~TextTurn();
    TextTurn(const TextTurn&) = delete;
    TextTurn& operator=(const TextTurn&) = delete;
    TextTurn(TextTurn&&) = delete;
    TextTurn& operator=(TextTurn&&) = delete;

    /// The next sentence of the answer. @return nothing when it is over, or after `patience`
    /// without a word
    [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> next(
        std::chrono::milliseconds patience);

  private:
    struct State;
    Services& services_;
    json::object context_;
    std::shared_ptr<State> state_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::platform
