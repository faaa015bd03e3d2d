#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// What the engines that talk to a service share.
namespace utter::speech::remote {

/// Little-endian signed samples, interleaved channels.
struct PcmFormat {
    std::uint32_t rate_hz = 0;      ///< 8000 .. 192000
    std::uint32_t width_bytes = 0;  ///< of a sample, 1 .. 4
    std::uint32_t channels = 0;     ///< 1 .. 8

    [[nodiscard]] std::size_t frame_bytes() const { return std::size_t{width_bytes} * channels; }

    friend bool operator==(const PcmFormat&, const PcmFormat&) = default;
};

inline constexpr std::uint32_t pcm_rate_hz_min = 8'000;
inline constexpr std::uint32_t pcm_rate_hz_max = 192'000;
inline constexpr std::uint32_t pcm_channels_max = 8;

/// Appends the samples to `out`, channels mixed to one.
/// @return malformed when the bytes are not whole frames
[[nodiscard]] Result<void> append_pcm(std::string_view bytes,
                                      const PcmFormat& format,
                                      std::vector<float>& out);

/// 16-bit samples; what is outside [-1, 1] is clipped, what is no number is silence.
[[nodiscard]] std::string to_pcm16(std::span<const float> samples);

}  // namespace utter::speech::remote
