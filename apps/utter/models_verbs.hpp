#pragma once

#include <string>
#include <vector>

#include "environment.hpp"

namespace utter::app {

/// `utter models list`: what the registry has and what of it is here.
[[nodiscard]] int list_models(const Program& program);

/// `utter models fetch`: downloads what is missing of them. A first SIGINT or SIGTERM stops it and
/// keeps what has come. @return exit_usage for a name the registry does not have
[[nodiscard]] int fetch_models(const Program& program, const std::vector<std::string>& names);

/// `utter models verify`: compares checksums. @param names empty: all that are here
[[nodiscard]] int verify_models(const Program& program, const std::vector<std::string>& names);

}  // namespace utter::app
