#pragma once

#include <string>

#include "utter/core/result.hpp"

namespace utter::http {

/// The first word of a file that holds a key; empty for an empty path.
/// @return io or malformed, naming the file, when it cannot be read or is empty
[[nodiscard]] Result<std::string> read_key_file(const std::string& path);

}  // namespace utter::http
