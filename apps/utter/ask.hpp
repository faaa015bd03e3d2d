#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "environment.hpp"

namespace utter::app {

struct AskOptions {
    std::string text;                            ///< what to ask, unless `audio` is given
    std::optional<std::filesystem::path> audio;  ///< a WAV file to listen to instead
    std::optional<std::filesystem::path> speak;  ///< where to put the spoken answer
    std::string lang;                            ///< BCP-47; empty: the configured one
    std::chrono::milliseconds timeout{30'000};
};

/// `utter ask`: asks the running assistant, or one in this process, and prints what it answers.
/// @return an ExitCode.
[[nodiscard]] int ask(const Program& program, const AskOptions& options);

}  // namespace utter::app
