#pragma once

namespace utter::app {

/// What the program's exit status means; scripts may rely on it.
enum ExitCode : int {
    exit_ok = 0,
    exit_failed = 1,          ///< it was tried and did not work
    exit_usage = 2,           ///< the command line or the configuration is wrong
    exit_not_understood = 3,  ///< the assistant answered, but did not understand
    exit_no_answer = 4,       ///< nobody there to answer, or not in time
};

}  // namespace utter::app
