#pragma once

#include <cstdint>
#include <span>

namespace utter::speech {

/// Port: tells voice from everything else, 10 ms at a time. Decides on what it has heard so far, so
/// one object follows one microphone. One thread at a time.
class VoiceActivity {
  public:
    VoiceActivity() = default;
    virtual ~VoiceActivity() = default;
    VoiceActivity(const VoiceActivity&) = delete;
    VoiceActivity& operator=(const VoiceActivity&) = delete;
    VoiceActivity(VoiceActivity&&) = delete;
    VoiceActivity& operator=(VoiceActivity&&) = delete;

    [[nodiscard]] virtual std::uint32_t sample_rate_hz() const = 0;

    /// @param block 10 ms of mono sound at sample_rate_hz(). @return whether somebody speaks in it.
    [[nodiscard]] virtual bool hears_voice(std::span<const float> block) = 0;
};

}  // namespace utter::speech
