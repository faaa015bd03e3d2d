#include "engine_module.hpp"
#include "utter/speech/engines/espeak/espeak_trainer.hpp"
#include "utter/speech/engines/espeak/espeak_tts.hpp"

namespace utter::app {
namespace {

std::unique_ptr<speech::TtsEngine> make_tts(const config::TtsSettings& settings) {
    return std::make_unique<speech::EspeakTts>(
        speech::EspeakSettings{.trained_dir = settings.trained_dir});
}

std::unique_ptr<speech::VoiceTrainer> make_trainer(const config::Settings& settings) {
    return std::make_unique<speech::EspeakTrainer>(
        speech::EspeakTrainerSettings{.data_dir = {}, .trained_dir = settings.tts.trained_dir});
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = nullptr,
                                            .make_tts = &utter::app::make_tts,
                                            .make_trainer = &utter::app::make_trainer};
