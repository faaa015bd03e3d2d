#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::audio {

/// Converts a mono stream to another sample rate as it comes. One thread at a time; not for an
/// audio thread.
class StreamResampler {
  public:
    enum class Quality : std::uint8_t {
        prompt,  ///< good enough for voices, and some tens of milliseconds late
        high,    ///< that of resample(), for what is not waited for
    };

    /// @param from_hz,to_hz 8000 .. 192000. @return invalid_argument for a rate out of range.
    [[nodiscard]] static Result<std::unique_ptr<StreamResampler>> create(
        std::uint32_t from_hz, std::uint32_t to_hz, Quality quality = Quality::prompt);
    ~StreamResampler();
    StreamResampler(const StreamResampler&) = delete;
    StreamResampler& operator=(const StreamResampler&) = delete;
    StreamResampler(StreamResampler&&) = delete;
    StreamResampler& operator=(StreamResampler&&) = delete;

    /// Takes the next samples and appends what comes of them to `out`.
    void process(std::span<const float> samples, std::vector<float>& out);
    /// The stream has ended: appends what was held back. The last call.
    void finish(std::vector<float>& out);

  private:
    struct Impl;
    void convert(const float* samples, std::size_t count, std::vector<float>& out);
    explicit StreamResampler(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::audio
