#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "utter/core/message.hpp"
#include "utter/platform/door/services.hpp"

namespace utter::platform {

/// Publishes a question and waits for the answer on `<its topic>.response` that belongs to it. On
/// the loop. @return nothing when none came in time
[[nodiscard]] boost::asio::awaitable<std::optional<Message>> request_on_bus(
    Services& services, Message question, std::chrono::milliseconds patience);

}  // namespace utter::platform
