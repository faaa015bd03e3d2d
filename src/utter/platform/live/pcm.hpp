#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// Raw sound as it crosses a session's WebSocket: mono, little-endian. Pure; any thread.
namespace utter::platform {

enum class SampleFormat : std::uint8_t { f32le, s16le };

/// "f32le", "s16le".
[[nodiscard]] std::string_view to_string(SampleFormat format) noexcept;
[[nodiscard]] std::optional<SampleFormat> sample_format_from(std::string_view text) noexcept;
[[nodiscard]] constexpr std::size_t bytes_of(SampleFormat format) noexcept {
    return format == SampleFormat::f32le ? 4 : 2;
}

/// One direction's sound.
struct PcmFormat {
    std::uint32_t rate_hz = 16'000;  ///< pcm_rate_min .. pcm_rate_max
    SampleFormat format = SampleFormat::f32le;

    friend bool operator==(const PcmFormat&, const PcmFormat&) = default;
};
inline constexpr std::uint32_t pcm_rate_min = 8'000;
inline constexpr std::uint32_t pcm_rate_max = 48'000;

/// Appends the samples of a frame, clipped to [-1, 1] and rounded to 16 bits; what is no number is
/// silence. @return malformed for a frame that ends within a sample
[[nodiscard]] Result<void> append_samples(std::string_view frame,
                                          SampleFormat format,
                                          std::vector<std::int16_t>& out);

/// A frame of these samples.
[[nodiscard]] std::string frame_of(std::span<const float> samples, SampleFormat format);

/// 16-bit samples as the engines take them.
[[nodiscard]] std::vector<float> to_float(std::span<const std::int16_t> samples);

}  // namespace utter::platform
