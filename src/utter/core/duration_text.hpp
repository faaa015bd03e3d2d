#pragma once

#include <chrono>
#include <string>

namespace utter {

/// A duration as the errors write it: "2s", "300ms".
[[nodiscard]] inline std::string duration_text(std::chrono::milliseconds duration) {
    if (duration.count() % 1000 == 0) return std::to_string(duration.count() / 1000) + "s";
    return std::to_string(duration.count()) + "ms";
}

}  // namespace utter
