#include "utter/speech/engines/remote/pcm.hpp"

#include <algorithm>
#include <cmath>

namespace utter::speech::remote {
namespace {

// One sample, its sign extended from the most significant byte.
float sample_at(const char* bytes, std::uint32_t width_bytes) {
    std::uint32_t bits = 0;
    for (std::uint32_t i = 0; i < width_bytes; ++i) {
        bits |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * (4 - width_bytes + i));
    }
    constexpr float scale = 1.0F / 2147483648.0F;
    return static_cast<float>(static_cast<std::int32_t>(bits)) * scale;
}

}  // namespace

Result<void> append_pcm(std::string_view bytes, const PcmFormat& format, std::vector<float>& out) {
    if (bytes.size() % format.frame_bytes() != 0) {
        return fail(ErrorCode::malformed,
                    "a piece of sound is " + std::to_string(bytes.size()) +
                        " bytes, no multiple of " + std::to_string(format.frame_bytes()));
    }
    const auto scale = 1.0F / static_cast<float>(format.channels);
    for (std::size_t at = 0; at < bytes.size(); at += format.frame_bytes()) {
        float sum = 0;
        for (std::uint32_t channel = 0; channel < format.channels; ++channel) {
            sum += sample_at(bytes.data() + at + std::size_t{channel} * format.width_bytes,
                             format.width_bytes);
        }
        out.push_back(sum * scale);
    }
    return {};
}

std::string to_pcm16(std::span<const float> samples) {
    constexpr float full_scale = 32767;
    std::string bytes;
    bytes.reserve(samples.size() * 2);
    for (const float sample : samples) {
        const float sound = std::isnan(sample) ? 0.0F : std::clamp(sample, -1.0F, 1.0F);
        const auto value = static_cast<std::uint16_t>(std::lrint(sound * full_scale));
        bytes += static_cast<char>(value & 0xFF);
        bytes += static_cast<char>(value >> 8);
    }
    return bytes;
}

}  // namespace utter::speech::remote
