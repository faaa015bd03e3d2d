#pragma once

#include <chrono>
#include <string>

#include "utter/core/result.hpp"
#include "utter/speech/engines/wyoming/address.hpp"

namespace utter::speech::wyoming {

/// Connects a non-blocking socket, looking the host's name up first. Blocks until the deadline at
/// most; a name's several addresses share the time.
/// @return the descriptor, which is the caller's to close; else unavailable or timeout, the text
///         going on after the service's name
[[nodiscard]] Result<int> connect_socket(const Address& address, std::chrono::milliseconds timeout);

/// Whole milliseconds from now, at least 0, as poll() takes them.
[[nodiscard]] int milliseconds_until(std::chrono::steady_clock::time_point deadline);

}  // namespace utter::speech::wyoming
