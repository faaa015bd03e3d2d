#include "engine_module.hpp"
#include "utter/speech/engines/grpc_worker/grpc_stt.hpp"
#include "utter/speech/engines/grpc_worker/grpc_trainer.hpp"
#include "utter/speech/engines/grpc_worker/grpc_tts.hpp"
#include "worker_module.hpp"

namespace utter::app {
namespace {

speech::GrpcWorkerSettings engine_settings(const config::GrpcService& service) {
    return {.url = service.url,
            .connect = service.connect_timeout,
            .idle = service.idle_timeout,
            .total = service.timeout};
}

std::unique_ptr<speech::SttEngine> make_stt(const config::SttSettings& settings) {
    return std::make_unique<speech::GrpcStt>(engine_settings(settings.grpc));
}

std::unique_ptr<speech::TtsEngine> make_tts(const config::TtsSettings& settings) {
    return std::make_unique<speech::GrpcTts>(engine_settings(settings.grpc));
}

std::unique_ptr<speech::VoiceTrainer> make_trainer(const config::Settings& settings) {
    return std::make_unique<speech::GrpcTrainer>(engine_settings(settings.trainer.grpc));
}

Result<void> check_serving(const std::string& part, const config::GrpcService& service) {
    const speech::grpc_worker::Client worker(engine_settings(service), part + ".grpc");
    auto name = speech::grpc_worker::stt_service;
    if (part == "tts") name = speech::grpc_worker::tts_service;
    if (part == "trainer") name = speech::grpc_worker::training_service;
    return worker.check_serving(name);
}

}  // namespace
}  // namespace utter::app

const utter::app::EngineModule utter_engine{.configure_log = &utter::log::configure,
                                            .make_stt = &utter::app::make_stt,
                                            .make_tts = &utter::app::make_tts,
                                            .make_trainer = &utter::app::make_trainer};
const utter::app::WorkerModule utter_worker{.check_serving = &utter::app::check_serving};
