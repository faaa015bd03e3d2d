#include "engine_module.hpp"
#include "utter/speech/engines/wyoming/wyoming_stt.hpp"
#include "utter/speech/engines/wyoming/wyoming_tts.hpp"
#include "utter/speech/engines/wyoming/wyoming_wake_word.hpp"

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

speech::WyomingWakeWordSettings wake_settings(const config::ListenerSettings& listener) {
    return {.service = {.url = listener.wyoming.url,
                        .model = {},
                        .timeouts = {.connect = listener.wyoming.connect_timeout,
                                     .idle = listener.wyoming.idle_timeout}},
            .phrases = listener.wake_words,
            .models = listener.wyoming.models};
}

Result<std::unique_ptr<speech::WakeWord>> make_wake_word(const config::Settings& settings) {
    return std::make_unique<speech::WyomingWakeWord>(wake_settings(settings.listener));
}

Result<void> check_wake_word(const config::Settings& settings) {
    return speech::WyomingWakeWord::check(wake_settings(settings.listener));
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = &utter::app::make_stt,
                                            .make_tts = &utter::app::make_tts,
                                            .make_wake_word = &utter::app::make_wake_word,
                                            .check_wake_word = &utter::app::check_wake_word};
