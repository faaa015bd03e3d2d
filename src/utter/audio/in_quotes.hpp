#pragma once

#include <string>
#include <string_view>

namespace utter::audio {

/// A file's name as errors have it. Internal to the folder.
[[nodiscard]] inline std::string in_quotes(std::string_view name) {
    return "'" + std::string(name) + "'";
}

}  // namespace utter::audio
