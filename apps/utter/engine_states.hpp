#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "environment.hpp"

/// What there is behind every port, and whether it works here and now.
namespace utter::app {

struct EngineState {
    std::string port;  ///< "stt", "tts", "wake", "voice", "input", "output" or "llm"
    std::string name;  ///< as the port's setting writes it
    bool installed = false;
    std::optional<std::size_t> place;  ///< in the order they are asked, from 1; empty: not chosen
    bool healthy = false;              ///< could do its work in the configured language now
    std::string advice;                ///< when not healthy: why, and what to do about it
};

/// Every engine of every port, those of a port in the order they are asked. Asks configured
/// services, so it can take as long as their time-outs for connecting.
[[nodiscard]] std::vector<EngineState> engine_states(const Program& program);

/// `utter engines`. @return exit_failed when nothing can hear or nothing can speak
[[nodiscard]] int list_engines(const Program& program);

}  // namespace utter::app
