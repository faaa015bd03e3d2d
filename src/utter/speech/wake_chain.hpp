#pragma once

#include <memory>
#include <string>
#include <vector>

#include "utter/speech/wake_word.hpp"

namespace utter::speech {

/// WakeWord that lets the first of several engines hear that listens now: a service's, and another
/// one for the time it is away. Changing over is said in the log; a phrase spoken at that moment
/// may be lost.
class WakeChain final : public WakeWord {
  public:
    /// @param engines in their order, at least one, all of one sample rate
    explicit WakeChain(std::vector<std::unique_ptr<WakeWord>> engines);

    /// The names of its engines: "wyoming, pocketsphinx".
    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override;
    /// Whether one of them does.
    [[nodiscard]] bool listening() const override;
    [[nodiscard]] std::optional<WakeWordHit> hear(std::span<const float> block) override;
    void reset() override;

  private:
    std::string name_;
    std::vector<std::unique_ptr<WakeWord>> engines_;
    WakeWord* hearing_ = nullptr;  // the one that heard the last block
};

}  // namespace utter::speech
