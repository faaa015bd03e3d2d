#pragma once

#include "environment.hpp"

namespace utter::app {

/// `utter doctor`: looks at what this machine has and says what to do about what it lacks.
/// @return exit_ok, or exit_failed when something that is configured cannot work.
[[nodiscard]] int doctor(const config::ConfigLoad& load, const Program& program);

}  // namespace utter::app
