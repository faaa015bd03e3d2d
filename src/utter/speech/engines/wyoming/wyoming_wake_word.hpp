#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/engines/wyoming/service.hpp"
#include "utter/speech/wake_word.hpp"

namespace utter::speech {

struct WyomingWakeWordSettings {
    /// Timeouts::connect is until the service is connected and has said what it offers, idle how
    /// long it may be silent when it is asked whether it is there; total is not used.
    WyomingSettings service;
    std::vector<std::string> phrases;  ///< lowercase words
    /// The service's models to listen with; empty: those that its offer says are for the phrases.
    std::vector<std::string> models;
    std::chrono::milliseconds retry_first{500};  ///< until it is connected again; then doubled
    std::chrono::milliseconds retry_most{30'000};
};

/// WakeWord over a Wyoming service (openWakeWord, microWakeWord ...): `detect`, then the stream as
/// 16 kHz mono, and its `detection`s. A thread of its own has the connection, so that nothing waits
/// for the service: sound that it does not take in a second is dropped, and heard with a gap.
///
/// A service that is away, breaks the protocol or does not answer is connected to again, later with
/// each failure (`wake.service_failed`, `wake.service_listens` in the log); until then it does not
/// listen. A phrase without a model is not listened for. A detection's model is told as its phrase.
class WyomingWakeWord final : public WakeWord {
  public:
    explicit WyomingWakeWord(WyomingWakeWordSettings settings);
    /// Closes the connection; waits for no longer than connecting may take.
    ~WyomingWakeWord() override;
    WyomingWakeWord(const WyomingWakeWord&) = delete;
    WyomingWakeWord& operator=(const WyomingWakeWord&) = delete;
    WyomingWakeWord(WyomingWakeWord&&) = delete;
    WyomingWakeWord& operator=(WyomingWakeWord&&) = delete;

    /// Whether the service is there and has a model for each phrase. Blocks, as long as connecting
    /// may take. @return unavailable or timeout, naming the service and its setting.
    [[nodiscard]] static Result<void> check(const WyomingWakeWordSettings& settings);

    [[nodiscard]] std::string_view name() const override { return "wyoming"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return 16'000; }
    [[nodiscard]] bool listens_for(std::string_view phrase) const override;
    /// Whether the service listens, for whatever it has models for. From any thread.
    [[nodiscard]] bool listening() const;
    [[nodiscard]] std::optional<WakeWordHit> hear(std::span<const float> block) override;
    void reset() override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::speech
