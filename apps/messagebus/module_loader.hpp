#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"

/// Parts of the program that are loaded when somebody asks for them, because their libraries would
/// make every start slower and every process larger. They are installed in `lib/utter` beside
/// `bin`. May be called from any thread.
namespace utter::app {

/// Where the module `name` is when it is installed.
[[nodiscard]] std::filesystem::path module_path(std::string_view name);

/// Loads the module `name` for the rest of the process and finds `symbol` in it.
/// @return unsupported, with the reason, when that cannot be done.
[[nodiscard]] Result<const void*> load_module(std::string_view name, const char* symbol);

}  // namespace utter::app
