#pragma once

#include <string>
#include <vector>

namespace utter::app {

/// Parses a command line and runs the verb it names. @param arguments without the program's name.
/// @param program_name how the program was called; a service's name runs that service.
/// @return the process's exit status, an ExitCode.
[[nodiscard]] int run_command_line(const std::string& program_name,
                                   std::vector<std::string> arguments);

}  // namespace utter::app
