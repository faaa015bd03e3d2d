#include "engine_module.hpp"
#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"
#include "utter/speech/engines/pocketsphinx/pocketsphinx_wake_word.hpp"

namespace utter::app {
namespace {

std::unique_ptr<speech::SttEngine> make_stt(const config::SttSettings& settings) {
    return std::make_unique<speech::PocketsphinxStt>(
        speech::PocketsphinxSettings{.model_dir = settings.pocketsphinx.model_dir,
                                     .open_model = settings.pocketsphinx.open_model});
}

Result<std::unique_ptr<speech::WakeWord>> make_wake_word(const config::Settings& settings) {
    return speech::PocketsphinxWakeWord::create({.model_dir = settings.stt.pocketsphinx.model_dir,
                                                 .phrases = settings.listener.wake_words,
                                                 .threshold = settings.listener.wake_threshold});
}

Result<void> check_wake_word(const config::Settings& settings) {
    if (const auto made = make_wake_word(settings); !made) return std::unexpected(made.error());
    return {};
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = &utter::app::make_stt,
                                            .make_tts = nullptr,
                                            .make_wake_word = &utter::app::make_wake_word,
                                            .check_wake_word = &utter::app::check_wake_word};
