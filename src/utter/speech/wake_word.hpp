#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace utter::speech {

/// A wake word that was heard.
struct WakeWordHit {
    std::string phrase;             ///< the configured phrase, words separated by spaces
    std::chrono::milliseconds ago;  ///< how long before the end of the last block it ended
};

/// Port: finds a phrase in an endless stream of sound. One object follows one microphone; one
/// thread at a time.
class WakeWord {
  public:
    WakeWord() = default;
    virtual ~WakeWord() = default;
    WakeWord(const WakeWord&) = delete;
    WakeWord& operator=(const WakeWord&) = delete;
    WakeWord(WakeWord&&) = delete;
    WakeWord& operator=(WakeWord&&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::uint32_t sample_rate_hz() const = 0;

    /// Whether it would notice this phrase now; one that depends on a service does not while that
    /// is away, or has no model for it. From the same thread, without waiting.
    [[nodiscard]] virtual bool listens_for(std::string_view /*phrase*/) const { return true; }

    /// Does not wait for anybody. @param block the next mono samples at sample_rate_hz(), some 10
    /// ms. @return what was heard in it; each utterance of the phrase is told once.
    [[nodiscard]] virtual std::optional<WakeWordHit> hear(std::span<const float> block) = 0;

    /// Forgets what came until now: the stream had a gap.
    virtual void reset() = 0;
};

}  // namespace utter::speech
