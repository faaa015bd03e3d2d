#pragma once

#include <functional>
#include <span>
#include <string>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/stt_engine.hpp"
#include "utter/speech/tts_engine.hpp"

namespace utter::platform {

/// What a session says, and how.
struct SpeechRequest {
    std::string text;
    std::string lang;     ///< BCP-47
    std::string profile;  ///< JSON of a trained voice (TrainedProfile::profile); empty: none
    double rate = 1.0;    ///< 0.25 .. 4, times the usual speed
};

/// Takes a piece of the sound; the pieces of one text have one sample rate. @return whether to go
/// on
using OnSound = speech::SoundSink;
/// Whether somebody speaks in the next 10 ms at 16 kHz.
using HearsVoice = std::function<bool(std::span<const float> block)>;

/// The engines, as a session sees them. The calls block and are made on the platform's workers,
/// several at once: what cannot run twice at once waits inside.
struct SpeechPorts {
    std::function<Result<speech::Transcript>(const audio::AudioBuffer& sound,
                                             const std::string& lang)>
        transcribe;
    std::function<Result<void>(const SpeechRequest& request, const OnSound& on_sound)> speak;
    /// One for each session that lets the server find its turns; does not block.
    std::function<Result<HearsVoice>()> open_voice_activity;
};

}  // namespace utter::platform
