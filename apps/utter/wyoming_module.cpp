#include "engine_module.hpp"
#include "utter/speech/engines/wyoming/wyoming_stt.hpp"
#include "utter/speech/engines/wyoming/wyoming_tts.hpp"

namespace utter::app {
namespace {

speech::WyomingSettings engine_settings(const config::WyomingService& service, std::string model) {
    return {.url = service.url,
            .model = std::move(model),
            .timeouts = {.connect = service.connect_timeout,
                         .idle = service.idle_timeout,
                         .total = service.timeout}};
}

std::unique_ptr<speech::SttEngine> make_stt(const config::SttSettings& settings) {
    return std::make_unique<speech::WyomingStt>(
        engine_settings(settings.wyoming, settings.wyoming_model));
}

std::unique_ptr<speech::TtsEngine> make_tts(const config::TtsSettings& settings) {
    return std::make_unique<speech::WyomingTts>(engine_settings(settings.wyoming, {}));
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = &utter::app::make_stt,
                                            .make_tts = &utter::app::make_tts};
