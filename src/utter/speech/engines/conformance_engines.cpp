#include "utter/speech/engines/conformance_engines.hpp"

#include <mutex>
#include <utility>

#include "utter/speech/engines/espeak/espeak_tts.hpp"
#include "utter/speech/engines/flite/flite_tts.hpp"
#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"
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
            const auto format = wyoming::PcmFormat{sound->sample_rate_hz, 2, 1}.to_json();
            peer.send({"audio-start", format, {}});
            const auto bytes = wyoming::to_pcm16(sound->samples);
            for (std::size_t at = 0; at < bytes.size(); at += 2048) {
                peer.send({"audio-chunk", format, bytes.substr(at, 2048)});
            }
            peer.send({"audio-stop", {}, {}});
            return true;
        });
}

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
    return {{"PocketSphinx", "pocketsphinx", alone<PocketsphinxStt, SttSubject>()},
            {"Wyoming", "wyoming", with_service<WyomingStt, SttSubject>(hearing_service)}};
}

std::vector<TtsCase> tts_cases() {
    return {{"Flite", "flite", "slt", true, alone<FliteTts, TtsSubject>()},
            {"Espeak", "espeak", "en-gb", true, alone<EspeakTts, TtsSubject>()},
            {"Wyoming",
             "wyoming",
             "slt",
             false,
             with_service<WyomingTts, TtsSubject>(speaking_service)}};
}

Result<audio::AudioBuffer> speech_for_tests(const std::string& text) {
    return FliteTts().synthesize({text, "en-US", "slt", 1.0});
}

}  // namespace utter::speech
