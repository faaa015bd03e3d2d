#include "utter/platform/live/pcm.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace utter::platform {
namespace {

static_assert(std::endian::native == std::endian::little, "samples are copied as they lie");

constexpr float full_scale = 32767.0F;

std::int16_t to_s16(float sample) noexcept {
    if (std::isnan(sample)) return 0;
    return static_cast<std::int16_t>(std::lrint(std::clamp(sample, -1.0F, 1.0F) * full_scale));
}

}  // namespace

std::string_view to_string(SampleFormat format) noexcept {
    return format == SampleFormat::f32le ? "f32le" : "s16le";
}

std::optional<SampleFormat> sample_format_from(std::string_view text) noexcept {
    if (text == "f32le") return SampleFormat::f32le;
    if (text == "s16le") return SampleFormat::s16le;
    return std::nullopt;
}

Result<void> append_samples(std::string_view frame,
                            SampleFormat format,
                            std::vector<std::int16_t>& out) {
    const auto size = bytes_of(format);
    if (frame.size() % size != 0) {
        return fail(ErrorCode::malformed,
                    "a frame of " + std::to_string(frame.size()) +
                        " bytes ends within a sample of " + std::string(to_string(format)));
    }
    const auto count = frame.size() / size;
    const auto first = out.size();
    out.resize(first + count);
    if (format == SampleFormat::s16le) {
        if (count > 0) std::memcpy(out.data() + first, frame.data(), frame.size());
        return {};
    }
    for (std::size_t i = 0; i < count; ++i) {
        float sample = 0;
        std::memcpy(&sample, frame.data() + i * size, size);
        out[first + i] = to_s16(sample);
    }
    return {};
}

std::string frame_of(std::span<const float> samples, SampleFormat format) {
    std::string frame(samples.size() * bytes_of(format), '\0');
    if (format == SampleFormat::f32le) {
        if (!samples.empty()) std::memcpy(frame.data(), samples.data(), frame.size());
        return frame;
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto sample = to_s16(samples[i]);
        std::memcpy(frame.data() + i * sizeof sample, &sample, sizeof sample);
    }
    return frame;
}

std::vector<float> to_float(std::span<const std::int16_t> samples) {
    std::vector<float> out(samples.size());
    std::ranges::transform(samples, out.begin(), [](std::int16_t sample) {
        return static_cast<float>(sample) / full_scale;
    });
    return out;
}

}  // namespace utter::platform
