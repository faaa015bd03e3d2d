#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "utter/core/result.hpp"

namespace utter::audio {

/// Takes what we play out of what a microphone hears by a linear filter alone, 10 ms at a time:
/// less of it than VoiceProcessor does (some 15 to 30 dB), but nothing of a voice that speaks at
/// the same time, and a hiss at -60 dBFS over all of it. That is what spotters of words need.
/// Speex's adaptive filter; one thread at a time.
class LinearCanceller {
  public:
    /// @return invalid_argument for another sample rate than 8000 .. 48000 in full hundreds.
    [[nodiscard]] static Result<std::unique_ptr<LinearCanceller>> create(
        std::uint32_t sample_rate_hz);
    ~LinearCanceller();
    LinearCanceller(const LinearCanceller&) = delete;
    LinearCanceller& operator=(const LinearCanceller&) = delete;
    LinearCanceller(LinearCanceller&&) = delete;
    LinearCanceller& operator=(LinearCanceller&&) = delete;

    /// @param heard 10 ms; what is outside [-1, 1] is clipped. @param played the 10 ms that are
    /// played, up to 250 ms before their echo is heard. @param left what remains of `heard`
    void process(std::span<const float> heard,
                 std::span<const float> played,
                 std::span<float> left);

  private:
    struct Impl;
    explicit LinearCanceller(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::audio
