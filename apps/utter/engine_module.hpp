#pragma once

#include <memory>

#include "utter/config/settings.hpp"
#include "utter/core/log.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/stt_engine.hpp"
#include "utter/speech/tts_engine.hpp"
#include "utter/speech/voice_trainer.hpp"
#include "utter/speech/wake_word.hpp"

/// A speech engine as a module of its own: its libraries (sound servers, linear algebra, X11) cost
/// a start more than all the others together, and most runs of the program neither hear nor speak.
namespace utter::app {

/// What a module offers under the name `utter_engine`; what it cannot make is null. Making a wake
/// word loads its model, or begins to connect to its service.
struct EngineModule {
    /// To be called first: a module has a log of its own.
    void (*configure_log)(const log::Options& options);
    std::unique_ptr<speech::SttEngine> (*make_stt)(const config::SttSettings& settings);
    std::unique_ptr<speech::TtsEngine> (*make_tts)(const config::TtsSettings& settings);
    Result<std::unique_ptr<speech::WakeWord>> (*make_wake_word)(const config::Settings& settings) =
        nullptr;
    std::unique_ptr<speech::VoiceTrainer> (*make_trainer)(const config::Settings& settings) =
        nullptr;
    /// Whether the wake word could be heard now.
    Result<void> (*check_wake_word)(const config::Settings& settings) = nullptr;
};

}  // namespace utter::app

extern "C" const utter::app::EngineModule utter_engine;
