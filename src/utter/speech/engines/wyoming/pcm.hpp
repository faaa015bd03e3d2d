#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

/// Sound as Wyoming carries it: little-endian signed samples, interleaved channels.
namespace utter::speech::wyoming {

/// What `audio-start` and `audio-chunk` say of the samples.
struct PcmFormat {
    std::uint32_t rate_hz = 0;      ///< 8000 .. 192000
    std::uint32_t width_bytes = 0;  ///< of a sample, 1 .. 4
    std::uint32_t channels = 0;     ///< 1 .. 8

    [[nodiscard]] std::size_t frame_bytes() const { return std::size_t{width_bytes} * channels; }
    [[nodiscard]] json::object to_json() const;

    friend bool operator==(const PcmFormat&, const PcmFormat&) = default;
};

/// @return malformed, naming the field that is missing or out of range
[[nodiscard]] Result<PcmFormat> read_format(const json::object& data);

/// Appends the samples to `out`, channels mixed to one.
/// @return malformed when the bytes are not whole frames
[[nodiscard]] Result<void> append_pcm(std::string_view bytes,
                                      const PcmFormat& format,
                                      std::vector<float>& out);

/// 16-bit samples; what is outside [-1, 1] is clipped, what is no number is silence.
[[nodiscard]] std::string to_pcm16(std::span<const float> samples);

}  // namespace utter::speech::wyoming
