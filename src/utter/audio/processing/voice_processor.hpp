#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>

#include "utter/core/result.hpp"
#include "utter/speech/voice_activity.hpp"

/// Clean sound by WebRTC's audio processing. Not for an audio thread: it allocates as it likes.
namespace utter::audio {

/// What is done to a microphone's sound.
struct VoiceProcessorSettings {
    std::uint32_t sample_rate_hz = 16'000;  ///< 8000, 16000, 32000 or 48000
    bool echo = true;                       ///< take out what we ourselves play
    bool noise = true;                      ///< take out steady noise, and hum below the voice
    bool gain = true;                       ///< bring voices near and far to one loudness
};

/// Takes our own sound, noise and differences in loudness out of what a microphone hears, 10 ms at
/// a time. The echo's reference is what we play ourselves, so any microphone will do. One thread at
/// a time.
class VoiceProcessor final : public speech::VoiceActivity {
  public:
    /// @return invalid_argument for another sample rate.
    [[nodiscard]] static Result<std::unique_ptr<VoiceProcessor>> create(
        VoiceProcessorSettings settings);
    ~VoiceProcessor() override;
    VoiceProcessor(const VoiceProcessor&) = delete;
    VoiceProcessor& operator=(const VoiceProcessor&) = delete;
    VoiceProcessor(VoiceProcessor&&) = delete;
    VoiceProcessor& operator=(VoiceProcessor&&) = delete;

    [[nodiscard]] std::uint32_t sample_rate_hz() const override;

    /// The next 10 ms that are being played, silence included; before the block that may hold their
    /// echo.
    void played(std::span<const float> block);
    /// Cleans the next 10 ms that were recorded, in place. @param delay from played() until the
    /// echo is recorded, which need not be exact. @return whether somebody speaks in it; what is
    /// left of our own voice does not count.
    bool clean(std::span<float> block, std::chrono::milliseconds delay);

    /// Decides by clean() on a copy, for who needs no more than that.
    [[nodiscard]] bool hears_voice(std::span<const float> block) override;

  private:
    struct Impl;
    explicit VoiceProcessor(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::audio
