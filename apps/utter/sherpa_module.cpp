#include "engine_module.hpp"
#include "utter/speech/engines/sherpa/sherpa_stt.hpp"
#include "utter/speech/engines/sherpa/sherpa_tts.hpp"

namespace utter::app {
namespace {

std::unique_ptr<speech::SttEngine> make_stt(const config::SttSettings& settings) {
    return std::make_unique<speech::SherpaStt>(
        speech::SherpaSttSettings{.model = settings.sherpa.model,
                                  .type = settings.sherpa_type,
                                  .languages = settings.sherpa.languages,
                                  .threads = settings.sherpa.threads});
}

std::unique_ptr<speech::TtsEngine> make_tts(const config::TtsSettings& settings) {
    return std::make_unique<speech::SherpaTts>(
        speech::SherpaTtsSettings{.model = settings.sherpa.model,
                                  .languages = settings.sherpa.languages,
                                  .threads = settings.sherpa.threads});
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = &utter::app::make_stt,
                                            .make_tts = &utter::app::make_tts};
