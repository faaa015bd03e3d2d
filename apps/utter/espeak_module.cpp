#include "engine_module.hpp"
#include "utter/speech/engines/espeak/espeak_tts.hpp"

namespace utter::app {
namespace {

std::unique_ptr<speech::TtsEngine> make_tts(const config::TtsSettings& /*settings*/) {
    return std::make_unique<speech::EspeakTts>();
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = nullptr,
                                            .make_tts = &utter::app::make_tts};
