#include "utter/audio/stream_resampler.hpp"

#include <soxr.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "utter/audio/resampler.hpp"

namespace utter::audio {

struct StreamResampler::Impl {
    struct Free {
        void operator()(soxr* resampler) const { soxr_delete(resampler); }
    };
    std::unique_ptr<soxr, Free> resampler;  // null: the rates are equal
    double ratio = 1;
};

StreamResampler::StreamResampler(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StreamResampler::~StreamResampler() = default;

Result<std::unique_ptr<StreamResampler>> StreamResampler::create(std::uint32_t from_hz,
                                                                 std::uint32_t to_hz,
                                                                 Quality quality) {
    if (auto rates = check_sample_rates({from_hz, to_hz}); !rates) {
        return std::unexpected(rates.error());
    }
    auto impl = std::make_unique<Impl>();
    if (from_hz != to_hz) {
        impl->ratio = static_cast<double>(to_hz) / from_hz;
        // Higher quality waits longer for what comes next.
        const auto recipe = soxr_quality_spec(quality == Quality::high ? SOXR_HQ : SOXR_LQ, 0);
        soxr_error_t error = nullptr;
        impl->resampler.reset(soxr_create(from_hz, to_hz, 1, &error, nullptr, &recipe, nullptr));
        if (!impl->resampler) {
            return fail(ErrorCode::internal, "resampling failed: " + std::string(error));
        }
    }
    return std::unique_ptr<StreamResampler>(new StreamResampler(std::move(impl)));
}

void StreamResampler::process(std::span<const float> samples, std::vector<float>& out) {
    if (impl_->resampler) {
        // Without samples soxr takes the stream to have ended.
        if (!samples.empty()) convert(samples.data(), samples.size(), out);
    } else {
        out.insert(out.end(), samples.begin(), samples.end());
    }
}

void StreamResampler::finish(std::vector<float>& out) {
    if (!impl_->resampler) return;
    std::size_t before = 0;
    do {
        before = out.size();
        convert(nullptr, 0, out);
    } while (out.size() > before);
}

void StreamResampler::convert(const float* samples, std::size_t count, std::vector<float>& out) {
    const auto before = out.size();
    // Whatever was held back may come as well, but never more than a block of it.
    constexpr std::size_t held_back_max = 4'096;
    out.resize(before + held_back_max +
               static_cast<std::size_t>(std::ceil(static_cast<double>(count) * impl_->ratio)));
    std::size_t made = 0;
    soxr_process(impl_->resampler.get(),
                 samples,
                 count,
                 nullptr,
                 out.data() + before,
                 out.size() - before,
                 &made);
    out.resize(before + made);
}

}  // namespace utter::audio
