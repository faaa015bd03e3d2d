#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "utter/speech/wake_word.hpp"

namespace utter::speech {

/// WakeWord of several engines in an order. For each phrase the first that listens for it now
/// decides: a service, say, and an embedded engine while that is away, and for the phrases it has
/// no model for. All hear the stream, so none has to be begun when another one fails.
class WakeChain final : public WakeWord {
  public:
    /// @param engines in their order, at least one, all of one sample rate
    explicit WakeChain(std::vector<std::unique_ptr<WakeWord>> engines);

    /// The names of its engines: "wyoming, pocketsphinx".
    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override;
    /// Whether one of them does.
    [[nodiscard]] bool listens_for(std::string_view phrase) const override;
    [[nodiscard]] std::optional<WakeWordHit> hear(std::span<const float> block) override;
    void reset() override;

  private:
    std::string name_;
    std::vector<std::unique_ptr<WakeWord>> engines_;
};

}  // namespace utter::speech
