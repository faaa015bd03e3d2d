#pragma once

#include <functional>
#include <span>

#include "utter/core/log.hpp"
#include "utter/core/result.hpp"

/// WebRTC's audio processing as a module of its own, loaded with the first microphone.
namespace utter::app {

/// What is done to a microphone's sound.
struct VoiceCleaning {
    bool echo = true;
    bool noise = true;
    bool gain = true;
};

/// Cleans the next 10 ms at 16 kHz in place, out of which what is played has to go. @param linear
/// gets them with only a linear filter's work done; empty where nobody wants that. @return whether
/// somebody speaks in it. One thread at a time.
using CleanSound = std::function<bool(
    std::span<float> heard, std::span<const float> played, std::span<float> linear)>;

/// What a module offers under the name `utter_voice`.
struct VoiceModule {
    /// To be called first: a module has a log of its own.
    void (*configure_log)(const log::Options& options);
    Result<CleanSound> (*make_cleaner)(const VoiceCleaning& cleaning);
};

}  // namespace utter::app

extern "C" const utter::app::VoiceModule utter_voice;
