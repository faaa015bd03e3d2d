#include "engine_module.hpp"
#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"

namespace utter::app {
namespace {

std::unique_ptr<speech::SttEngine> make_stt(const config::SttSettings& settings) {
    return std::make_unique<speech::PocketsphinxStt>(
        speech::PocketsphinxSettings{.model_dir = settings.pocketsphinx.model_dir,
                                     .open_model = settings.pocketsphinx.open_model});
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = &utter::app::make_stt,
                                            .make_tts = nullptr};
