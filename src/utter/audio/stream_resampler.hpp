#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::audio {

/// Converts an endless mono stream to another sample rate, with a delay of some tens of
/// milliseconds. One thread at a time; not for an audio thread.
class StreamResampler {
  public:
    /// @param from_hz,to_hz 8000 .. 192000. @return invalid_argument for a rate out of range.
    [[nodiscard]] static Result<std::unique_ptr<StreamResampler>> create(std::uint32_t from_hz,
                                                                         std::uint32_t to_hz);
    ~StreamResampler();
    StreamResampler(const StreamResampler&) = delete;
    StreamResampler& operator=(const StreamResampler&) = delete;
    StreamResampler(StreamResampler&&) = delete;
    StreamResampler& operator=(StreamResampler&&) = delete;

    /// Takes the next samples and appends what comes of them to `out`.
    void process(std::span<const float> samples, std::vector<float>& out);

  private:
    struct Impl;
    explicit StreamResampler(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::audio
