#pragma once

#include "environment.hpp"

namespace utter::app {

/// `utter skills list`: the skills of the running assistant, or of the configuration when none
/// runs. @return an ExitCode.
[[nodiscard]] int list_skills(const Program& program);

}  // namespace utter::app
