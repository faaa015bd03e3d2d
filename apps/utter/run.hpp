#pragma once

#include <string>
#include <string_view>

#include "environment.hpp"

/// The verbs that keep running until they are told to stop.
namespace utter::app {

/// `utter run`: every part in this process, the bus served to others. @return an ExitCode.
[[nodiscard]] int run_all(const Program& program);

/// `utter service PART`: one part, over the bus's WebSocket. @param part "bus", "core" or "skills".
[[nodiscard]] int run_service(const Program& program, std::string_view part);

/// The part a service name stands for ("ovos-core" is "core"), or empty for an unknown one.
[[nodiscard]] std::string_view service_part(std::string_view name) noexcept;

}  // namespace utter::app
