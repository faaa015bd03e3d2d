#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "utter/audio/stream_resampler.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/engines/wyoming/event.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"
#include "utter/speech/wake_word.hpp"

namespace utter::speech::wyoming {

/// The wake words that a Wyoming service of ours offers.
struct WakeOffer {
    std::vector<std::string> phrases;  ///< empty: none
    /// Makes what finds them; from any thread.
    std::function<Result<std::unique_ptr<WakeWord>>()> open;
};

/// How a phrase is called as a model: "hey_computer".
[[nodiscard]] std::string wake_model_name(const std::string& phrase);

/// One client's `detect` and the sound after it, as far as it is for a wake word.
class WakeSession {
  public:
    using Send = std::function<Result<void>(const Event&)>;

    /// @param offer outlives the session
    explicit WakeSession(const WakeOffer& offer) : offer_(offer) {}

    /// Takes `detect`, which loads a model at the first time. @return not_found when it names none
    /// of our models; what opening fails with
    [[nodiscard]] Result<void> detect(const Event& event);

    /// Takes `audio-start`, `audio-chunk` and `audio-stop`; sends `detection`s, and `not-detected`
    /// at the end of a sound without one. @return what was wrong with the sound, or with sending
    [[nodiscard]] Result<void> take_sound(const Event& event, const Send& send);

  private:
    void begin();
    [[nodiscard]] Result<void> hear(const Event& chunk, const Send& send);

    const WakeOffer& offer_;
    std::unique_ptr<WakeWord> wake_word_;
    std::vector<std::string> wanted_;  // model names; empty: all
    PcmFormat format_;
    std::unique_ptr<audio::StreamResampler> resampler_;
    std::vector<float> received_;
    std::vector<float> waiting_;  // at the wake word's rate, not heard yet
    bool detected_ = false;
};

}  // namespace utter::speech::wyoming
