#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "utter/audio/stream_resampler.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/live/speech_ports.hpp"
#include "utter/speech/endpointer.hpp"

namespace utter::platform {

/// Finds where somebody begins and ends to speak in a microphone's stream. One thread.
class VoiceTurns {
  public:
    enum class News : std::uint8_t { none, began, ended };

    /// @param rate_hz of the stream. @return invalid_argument for the rate
    [[nodiscard]] static Result<std::unique_ptr<VoiceTurns>> create(
        std::uint32_t rate_hz, HearsVoice hears_voice, speech::EndpointSettings settings);

    /// @return the last thing that happened in these samples
    [[nodiscard]] News feed(std::span<const std::int16_t> samples);
    /// Nobody speaks; what was heard does not count.
    void restart();
    [[nodiscard]] bool speaking() const noexcept;

    static constexpr std::uint32_t rate_hz = 16'000;

  private:
    VoiceTurns(std::unique_ptr<audio::StreamResampler> resampler,
               HearsVoice hears_voice,
               speech::EndpointSettings settings);

    std::unique_ptr<audio::StreamResampler> resampler_;  // null: the stream has the rate
    HearsVoice hears_voice_;
    speech::EndpointSettings settings_;
    speech::Endpointer endpointer_;
    std::vector<float> pending_;  // less than a block
};

}  // namespace utter::platform
