#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "utter/audio/played_sound.hpp"
#include "utter/audio/spsc_ring.hpp"
#include "utter/audio/stream_resampler.hpp"

namespace utter::audio {

/// What we ourselves play, on its way to whoever takes it out of a microphone's sound: written by
/// the thread that plays, read by the one that hears.
class EchoReference final : public PlayedSound {
  public:
    /// @param sample_rate_hz of what is read
    explicit EchoReference(std::uint32_t sample_rate_hz)
        : sample_rate_hz_(sample_rate_hz), ring_(sample_rate_hz / 2) {}

    /// The playing thread: what is about to be heard (PlayerEvents::played), at its rate. What
    /// nobody reads is dropped.
    void play(std::span<const float> block, std::uint32_t sample_rate_hz);

    [[nodiscard]] bool ready(std::size_t /*samples*/) override { return true; }
    /// Stays close to what is being played however late it is called.
    void read(std::span<float> block) override;

    [[nodiscard]] std::uint32_t sample_rate_hz() const noexcept { return sample_rate_hz_; }

  private:
    std::uint32_t sample_rate_hz_;
    SpscRing<float> ring_;
    // The playing thread's own.
    std::unique_ptr<StreamResampler> resampler_;
    std::uint32_t from_hz_ = 0;
    std::vector<float> resampled_;
};

}  // namespace utter::audio
