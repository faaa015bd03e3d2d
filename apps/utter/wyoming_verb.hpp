#pragma once

#include "environment.hpp"

namespace utter::app {

/// `utter wyoming`: offers the configured engines to clients of the Wyoming protocol until it is
/// stopped. @return an ExitCode.
[[nodiscard]] int run_wyoming(const Program& program);

}  // namespace utter::app
