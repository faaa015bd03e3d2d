#include "utter/speech/engines/conformance_engines.hpp"

#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <mutex>
#include <span>
#include <utility>

#include "utter/audio/wav_file.hpp"
#include "utter/http/curl_transport.hpp"
#include "utter/http/fake_endpoint.hpp"
#include "utter/speech/engines/espeak/espeak_tts.hpp"
#include "utter/speech/engines/flite/flite_tts.hpp"
#ifdef UTTER_WITH_GRPC
#include "utter/speech/engines/grpc_worker/grpc_stt.hpp"
#include "utter/speech/engines/grpc_worker/grpc_tts.hpp"
#include "utter/speech/engines/grpc_worker/test_worker.hpp"
#endif
#include "utter/speech/engines/openai/openai_stt.hpp"
#include "utter/speech/engines/openai/openai_tts.hpp"
#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"
#ifdef UTTER_WITH_SHERPA
#include "utter/speech/engines/sherpa/sherpa_stt.hpp"
#include "utter/speech/engines/sherpa/sherpa_tts.hpp"
#endif
#include "utter/speech/engines/wyoming/pcm.hpp"
#include "utter/speech/engines/wyoming/test_server.hpp"
#include "utter/speech/engines/wyoming/wyoming_stt.hpp"
#include "utter/speech/engines/wyoming/wyoming_tts.hpp"

namespace utter::speech {
namespace {

using wyoming::Event;
using wyoming::TestPeer;
using wyoming::TestServer;

// A service that hears with PocketSphinx and answers as the usual services do: with a capital and
// a full stop.
TestServer::Script hearing_service() {
    struct Hearing {
        std::mutex mutex;
        PocketsphinxStt engine;
        audio::AudioBuffer sound;
    };
    auto hearing = std::make_shared<Hearing>();
    std::ignore = hearing->engine.set_grammar(
        {"en-US",
         {"what time is it", "set a timer for {length}", "cancel all timers"},
         {{"length", {"five minutes", "ten minutes"}}}});
    return wyoming::described_as(
        wyoming::hearing_info({"en"}), [hearing](TestPeer& peer, const Event& event) {
            const std::lock_guard lock(hearing->mutex);
            auto& sound = hearing->sound;
            if (event.type == "audio-start") sound = {{}, 16'000};
            if (event.type == "audio-chunk") {
                const auto format = wyoming::read_format(event.data);
                if (!format) return false;
                sound.sample_rate_hz = format->rate_hz;
                return wyoming::append_pcm(event.payload, *format, sound.samples).has_value();
            }
            if (event.type != "audio-stop") return true;
            const auto heard = hearing->engine.transcribe(sound, "en-US");
            if (!heard) {
                peer.send({"error", {{"text", heard.error().detail}}, {}});
                return true;
            }
            auto text = heard->text;
            if (!text.empty()) text[0] = static_cast<char>(std::toupper(text[0]));
            peer.send({"transcript", {{"text", " " + text + "."}}, {}});
            return true;
        });
}

// A service that speaks with Flite, 1024 samples at a time.
TestServer::Script speaking_service() {
    return wyoming::described_as(
        wyoming::speaking_info({wyoming::voice_info("slt", {"en_US"})}),
        [](TestPeer& peer, const Event& event) {
            if (event.type != "synthesize") return true;
            const auto text = string_or_empty(event.data, "text");
            const auto sound = FliteTts().synthesize({std::string(text), "en-US", "slt", 1.0});
            if (!sound) {
                peer.send({"error", {{"text", sound.error().detail}}, {}});
                return true;
            }
            const auto format = wyoming::to_json({sound->sample_rate_hz, 2, 1});
            peer.send({"audio-start", format, {}});
            const auto bytes = wyoming::to_pcm16(sound->samples);
            for (std::size_t at = 0; at < bytes.size(); at += 2048) {
                peer.send({"audio-chunk", format, bytes.substr(at, 2048)});
            }
            peer.send({"audio-stop", {}, {}});
            return true;
        });
}

// Of a multipart form, the WAV.
std::string sent_wav(const std::string& request) {
    const auto boundary_at = request.find("boundary=") + 9;
    const auto boundary =
        request.substr(boundary_at, request.find('\r', boundary_at) - boundary_at);
    const auto begin = request.find("RIFF");
    return request.substr(begin, request.rfind("\r\n--" + boundary) - begin);
}

std::string json_response(int status, const json::object& body) {
    return http::response(status, json::serialize(body), "Content-Type: application/json\r\n");
}

// An OpenAI-compatible service that hears with PocketSphinx and speaks with Flite, of which it
// sends a WAV without its length, piece by piece.
class OpenaiService {
  public:
    OpenaiService() {
        std::ignore = hearing_.set_grammar(
            {"en-US",
             {"what time is it", "set a timer for {length}", "cancel all timers"},
             {{"length", {"five minutes", "ten minutes"}}}});
    }

    void serve(http::FakeEndpoint::Peer& peer) {
        const auto request = peer.read_request();
        if (request.starts_with("GET /v1/models ")) {
            peer.send(json_response(200, {{"object", "list"}, {"data", json::array()}}));
        } else if (request.starts_with("POST /v1/audio/transcriptions ")) {
            hear(peer, sent_wav(request));
        } else if (request.starts_with("POST /v1/audio/speech ")) {
            const auto body = parse_json(request.substr(request.find("\r\n\r\n") + 4));
            speak(peer, body.value().as_object());
        } else {
            peer.send(http::response(404));
        }
    }

  private:
    void hear(http::FakeEndpoint::Peer& peer, const std::string& wav) {
        const std::lock_guard lock(mutex_);
        const auto sound = audio::decode_wav(std::as_bytes(std::span(wav)));
        if (!sound) return peer.send(json_response(400, {{"error", sound.error().detail}}));
        const auto heard = hearing_.transcribe(*sound, "en-US");
        if (!heard) return peer.send(json_response(500, {{"error", heard.error().detail}}));
        auto text = heard->text;
        if (!text.empty()) text[0] = static_cast<char>(std::toupper(text[0]));
        peer.send(json_response(200, {{"text", " " + text + "."}}));
    }

    static void speak(http::FakeEndpoint::Peer& peer, const json::object& body) {
        const auto* speed = body.if_contains("speed");
        const auto sound = FliteTts().synthesize({std::string(string_or_empty(body, "input")),
                                                  "en-US",
                                                  std::string(string_or_empty(body, "voice")),
                                                  speed == nullptr ? 1.0 : speed->as_double()});
        if (!sound) {
            const bool voice = sound.error().code == ErrorCode::not_found;
            return peer.send(json_response(
                400,
                {{"error",
                  {{"message", sound.error().detail}, {"param", voice ? "voice" : "input"}}}}));
        }
        peer.send(
            "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nTransfer-Encoding: chunked\r\n"
            "Connection: close\r\n\r\n");
        const auto wav = audio::encode_wav(*sound).value();
        std::string bytes(reinterpret_cast<const char*>(wav.data()), wav.size());
        constexpr std::size_t length_at = 40;
        bytes.replace(length_at, 4, 4, '\xFF');
        for (std::size_t at = 0; at < bytes.size(); at += 2048) {
            peer.send_chunk(bytes.substr(at, 2048));
        }
        peer.send_chunk({});
    }

    std::mutex mutex_;
    PocketsphinxStt hearing_;
};

struct OpenaiSubject {
    std::shared_ptr<http::FakeEndpoint> endpoint;
    OpenaiSettings settings;
};

OpenaiSubject openai_subject() {
    auto service = std::make_shared<OpenaiService>();
    auto endpoint = std::make_shared<http::FakeEndpoint>(
        [service](http::FakeEndpoint::Peer& peer) { service->serve(peer); });
    OpenaiSettings settings{.url = endpoint->url() + "/v1",
                            .key_file = {},
                            .model = "any",
                            .languages = {"en"},
                            .timeouts = {}};
    // The service is only as fast as this machine.
    settings.timeouts.idle = std::chrono::seconds(60);
    return {std::move(endpoint), std::move(settings)};
}

Result<SttSubject> openai_stt() {
    auto made = openai_subject();
    return SttSubject{
        std::move(made.endpoint),
        std::make_unique<OpenaiStt>(std::move(made.settings), http::make_curl_transport())};
}

Result<TtsSubject> openai_tts() {
    auto made = openai_subject();
    return TtsSubject{std::move(made.endpoint),
                      std::make_unique<OpenaiTts>(
                          OpenaiTtsSettings{.service = std::move(made.settings), .voice = "slt"},
                          http::make_curl_transport())};
}

#ifdef UTTER_WITH_GRPC
// A worker that hears with PocketSphinx and speaks with Flite.
std::shared_ptr<grpc_worker::TestWorker> grpc_service() {
    struct Hearing {
        std::mutex mutex;
        PocketsphinxStt engine;
    };
    auto hearing = std::make_shared<Hearing>();
    std::ignore = hearing->engine.set_grammar(
        {"en-US",
         {"what time is it", "set a timer for {length}", "cancel all timers"},
         {{"length", {"five minutes", "ten minutes"}}}});
    return std::make_shared<grpc_worker::TestWorker>(grpc_worker::TestWorkerScript{
        .hear = [hearing](const audio::AudioBuffer& sound) -> Result<std::string> {
            const std::lock_guard lock(hearing->mutex);
            const auto heard = hearing->engine.transcribe(sound, "en-US");
            if (!heard) return std::unexpected(heard.error());
            auto text = heard->text;
            if (!text.empty()) text[0] = static_cast<char>(std::toupper(text[0]));
            return " " + text + ".";
        },
        .speak =
            [](const SynthesisRequest& request) {
                return FliteTts().synthesize({request.text, "en-US", "slt", request.rate});
            }});
}

template <class Engine, class Subject>
Result<Subject> with_worker() {
    auto worker = grpc_service();
    // The worker is only as fast as this machine.
    GrpcWorkerSettings settings{
        .url = worker->url(), .idle = std::chrono::seconds(60), .total = std::chrono::seconds(120)};
    return Subject{std::move(worker), std::make_unique<Engine>(std::move(settings))};
}
#endif

#ifdef UTTER_WITH_SHERPA
// Models are large, so whoever has one says where.
Result<std::string> model_folder(const char* variable) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const folder = std::getenv(variable);
    if (folder != nullptr) return folder;
    return fail(ErrorCode::unavailable, std::string(variable) + " names no model's folder");
}

Result<SttSubject> sherpa_stt() {
    const auto folder = model_folder("UTTER_SHERPA_STT_MODEL");
    if (!folder) return std::unexpected(folder.error());
    return SttSubject{nullptr, std::make_unique<SherpaStt>(SherpaSttSettings{.model = *folder})};
}

// Without chance, so that two sounds of one text can be compared.
Result<TtsSubject> sherpa_tts() {
    const auto folder = model_folder("UTTER_SHERPA_TTS_MODEL");
    if (!folder) return std::unexpected(folder.error());
    return TtsSubject{
        nullptr,
        std::make_unique<SherpaTts>(SherpaTtsSettings{.model = *folder, .length_variation = 0})};
}
#endif

template <class Engine, class Subject>
std::function<Result<Subject>()> alone() {
    return []() -> Result<Subject> { return Subject{nullptr, std::make_unique<Engine>()}; };
}

template <class Engine, class Subject>
std::function<Result<Subject>()> with_service(TestServer::Script (*script)()) {
    return [script]() -> Result<Subject> {
        auto server = std::make_shared<TestServer>(script());
        WyomingSettings settings;
        settings.url = server->url();
        // The service is only as fast as this machine.
        settings.timeouts.idle = std::chrono::seconds(60);
        return Subject{std::move(server), std::make_unique<Engine>(std::move(settings))};
    };
}

}  // namespace

std::vector<SttCase> stt_cases() {
    return {
#ifdef UTTER_WITH_GRPC
        {"Grpc", "grpc", &with_worker<GrpcStt, SttSubject>},
#endif
#ifdef UTTER_WITH_SHERPA
        {"Sherpa", "sherpa", sherpa_stt},
#endif
        {"PocketSphinx", "pocketsphinx", alone<PocketsphinxStt, SttSubject>()},
        {"Wyoming", "wyoming", with_service<WyomingStt, SttSubject>(hearing_service)},
        {"Openai", "openai", openai_stt}};
}

std::vector<TtsCase> tts_cases() {
    return {
#ifdef UTTER_WITH_GRPC
        {"Grpc", "grpc", "slt", true, &with_worker<GrpcTts, TtsSubject>},
#endif
#ifdef UTTER_WITH_SHERPA
        {"Sherpa", "sherpa", "0", true, sherpa_tts},
#endif
        {"Flite", "flite", "slt", true, alone<FliteTts, TtsSubject>()},
        {"Espeak", "espeak", "en-gb", true, alone<EspeakTts, TtsSubject>()},
        {"Wyoming",
         "wyoming",
         "slt",
         false,
         with_service<WyomingTts, TtsSubject>(speaking_service)},
        {"Openai", "openai", "slt", true, openai_tts}};
}

Result<audio::AudioBuffer> speech_for_tests(const std::string& text) {
    return FliteTts().synthesize({text, "en-US", "slt", 1.0});
}

}  // namespace utter::speech
