#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "environment.hpp"

namespace utter::app {

/// `utter say`: speaks a text into a WAV file, or to standard output when that is no terminal.
/// @return an ExitCode.
[[nodiscard]] int say(const Program& program,
                      const std::string& text,
                      const std::string& lang,
                      const std::optional<std::filesystem::path>& output);

}  // namespace utter::app
