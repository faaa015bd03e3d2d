#include "utter/audio/resampler.hpp"

#include <soxr.h>

#include <cmath>
#include <cstddef>
#include <string>

namespace utter::audio {
namespace {

bool in_range(std::uint32_t hz) {
    return hz >= 8000 && hz <= 192000;
}

}  // namespace

Result<AudioBuffer> resample(const AudioBuffer& sound, std::uint32_t hz) {
    for (const auto rate : {sound.sample_rate_hz, hz}) {
        if (!in_range(rate)) {
            return fail(
                ErrorCode::invalid_argument,
                "a sample rate of " + std::to_string(rate) + " Hz is outside 8000 to 192000 Hz");
        }
    }
    if (hz == sound.sample_rate_hz || sound.samples.empty()) return AudioBuffer{sound.samples, hz};

    AudioBuffer made;
    made.sample_rate_hz = hz;
    made.samples.resize(
        static_cast<std::size_t>(std::ceil(static_cast<double>(sound.samples.size()) * hz /
                                           static_cast<double>(sound.sample_rate_hz))));
    std::size_t written = 0;
    const auto quality = soxr_quality_spec(SOXR_HQ, 0);
    const soxr_error_t error = soxr_oneshot(sound.sample_rate_hz,
                                            hz,
                                            1,
                                            sound.samples.data(),
                                            sound.samples.size(),
                                            nullptr,
                                            made.samples.data(),
                                            made.samples.size(),
                                            &written,
                                            nullptr,
                                            &quality,
                                            nullptr);
    if (error != nullptr) {
        return fail(ErrorCode::internal, "resampling failed: " + std::string(error));
    }
    made.samples.resize(written);
    return made;
}

}  // namespace utter::audio
