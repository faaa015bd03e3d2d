#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "utter/audio/processing/linear_canceller.hpp"
#include "utter/audio/processing/voice_processor.hpp"
#include "utter/listener/ear.hpp"
#include "utter/speech/wake_word.hpp"

namespace utter::bench {

inline constexpr std::uint32_t rate = listener::Ear::sample_rate_hz;
inline constexpr std::size_t block = listener::Ear::block_samples;

/// Ends the program with a reason.
[[noreturn]] void give_up(const std::string& why);

/// @return 16 kHz, by one of Flite's voices
[[nodiscard]] std::vector<float> say(const std::string& text, const std::string& voice);

/// A text without what is not to be read out, sentence by sentence.
[[nodiscard]] std::vector<std::string> sentences_of(const std::string& path);

[[nodiscard]] double power(std::span<const float> sound);

/// A spotter as the settings have it.
[[nodiscard]] std::unique_ptr<speech::WakeWord> wake_word();
[[nodiscard]] std::unique_ptr<speech::WakeWord> stop_word();

/// What a microphone's sound goes through on its way to the ear.
class Cleaner {
  public:
    Cleaner();
    /// As the program does it: 10 ms. @return whether somebody speaks in it
    bool clean(std::span<float> heard, std::span<const float> played, std::span<float> linear);

  private:
    std::unique_ptr<audio::VoiceProcessor> processor_;
    std::unique_ptr<audio::LinearCanceller> canceller_;
};

/// What was found in a stream, at which of its samples.
struct Found {
    std::vector<std::size_t> wakes;
    std::vector<std::size_t> stops;
};

/// How much of our own sound is taken out, over the time in which nobody else speaks.
struct EchoLoss {
    double before = 0;  // sums of squares
    double cleaned = 0;
    double linear = 0;

    [[nodiscard]] std::string text() const;
};

/// Cleaner and ear in one, fed 10 ms at a time while an answer is spoken.
class HearingChain {
  public:
    HearingChain();
    /// @param alone whether nobody but us speaks
    void hear(std::span<float> heard, std::span<const float> played, bool alone);

    [[nodiscard]] const Found& found() const { return found_; }
    [[nodiscard]] const EchoLoss& loss() const { return loss_; }

  private:
    Cleaner cleaner_;
    std::vector<std::unique_ptr<speech::WakeWord>> spotters_;
    Found found_;
    EchoLoss loss_;
    std::size_t at_ = 0;
    std::vector<float> linear_;
    std::unique_ptr<listener::Ear> ear_;
};

/// How many of what was said was heard within two seconds; what else there is was not said.
struct Score {
    int said = 0;
    int heard = 0;
    int false_wakes = 0;
    int false_stops = 0;

    [[nodiscard]] std::string text() const;
};
[[nodiscard]] Score score(Found found, const std::vector<std::size_t>& said_at, bool wants_stop);

}  // namespace utter::bench
