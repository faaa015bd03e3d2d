#pragma once

#include <string>
#include <string_view>

#include "utter/config/load.hpp"

namespace utter::config {

inline constexpr std::size_t problems_max = 100;

/// Lays the TOML `text` over `into`, adding origins and problems (sorted by position) under
/// `name`. A key that is wrong leaves what was there before; text that is not TOML changes nothing.
void apply_toml(std::string_view text, const std::string& name, ConfigLoad& into);

}  // namespace utter::config
