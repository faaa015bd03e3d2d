#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace utter::audio {

/// A stretch of mono sound held in memory. Samples are f32, nominally in [-1, 1].
struct AudioBuffer {
    std::vector<float> samples;
    std::uint32_t sample_rate_hz = 16000;  ///< 8000 .. 192000

    [[nodiscard]] std::chrono::milliseconds duration() const {
        return std::chrono::milliseconds(
            sample_rate_hz == 0 ? 0 : samples.size() * 1000 / sample_rate_hz);
    }
};

}  // namespace utter::audio
