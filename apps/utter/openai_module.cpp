#include <stdexcept>

#include "engine_module.hpp"
#include "utter/http/curl_transport.hpp"
#include "utter/speech/engines/openai/openai_stt.hpp"
#include "utter/speech/engines/openai/openai_tts.hpp"

namespace utter::app {
namespace {

speech::OpenaiSettings engine_settings(const config::OpenaiService& service) {
    return {.url = service.url,
            .key_file = service.key_file,
            .model = service.model,
            .languages = service.languages,
            .timeouts = {.connect = service.connect_timeout,
                         .idle = service.idle_timeout,
                         .total = service.timeout}};
}

// None where libcurl does not work; the engine says so.
std::unique_ptr<http::Transport> make_transport() {
    try {
        return http::make_curl_transport();
    } catch (const std::runtime_error& error) {
        log::error("openai.no_http", {{"reason", error.what()}});
        return nullptr;
    }
}

std::unique_ptr<speech::SttEngine> make_stt(const config::SttSettings& settings) {
    return std::make_unique<speech::OpenaiStt>(engine_settings(settings.openai), make_transport());
}

std::unique_ptr<speech::TtsEngine> make_tts(const config::TtsSettings& settings) {
    return std::make_unique<speech::OpenaiTts>(
        speech::OpenaiTtsSettings{.service = engine_settings(settings.openai),
                                  .voice = settings.openai_voice,
                                  .format = settings.openai_format,
                                  .pcm_rate_hz = settings.openai_sample_rate},
        make_transport());
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = &utter::app::make_stt,
                                            .make_tts = &utter::app::make_tts};
