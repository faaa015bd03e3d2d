#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "environment.hpp"

namespace utter::app {

struct WatchOptions {
    std::vector<std::string> topics;       ///< globs; empty: everything
    std::size_t count = 0;                 ///< stop after so many; 0: never
    std::chrono::milliseconds timeout{0};  ///< give up after so long; 0: never
};

/// `utter bus watch`: prints messages as they pass until it is interrupted. @return an ExitCode.
[[nodiscard]] int watch_bus(const Program& program, const WatchOptions& options);

struct SendOptions {
    std::string type;
    std::string data = "{}";          ///< JSON
    std::string context = "{}";       ///< JSON
    std::optional<std::string> wait;  ///< a topic glob whose first message is printed
    std::chrono::milliseconds timeout{5'000};
};

/// `utter bus send`: publishes one message. @return an ExitCode.
[[nodiscard]] int send_to_bus(const Program& program, const SendOptions& options);

}  // namespace utter::app
