#include "utter/audio/resampler.hpp"

#include <soxr.h>

#include <cmath>
#include <cstddef>
#include <string>

namespace utter::audio {

Result<void> check_sample_rates(std::initializer_list<std::uint32_t> rates) {
    for (const auto rate : rates) {
        if (rate < 8'000 || rate > 192'000) {
            return fail(
                ErrorCode::invalid_argument,
                "a sample rate of " + std::to_string(rate) + " Hz is outside 8000 to 192000 Hz");
        }
    }
    return {};
}

Result<AudioBuffer> resample(const AudioBuffer& sound, std::uint32_t hz) {
    if (auto sound_rates = check_sample_rates({sound.sample_rate_hz, hz}); !sound_rates) {
        return std::unexpected(sound_rates.error());
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
