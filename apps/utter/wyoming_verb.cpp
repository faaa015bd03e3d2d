#include "wyoming_verb.hpp"

#include <pthread.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <utility>

#include "engines.hpp"
#include "exit_code.hpp"
#include "speech_lessons.hpp"
#include "stop_watch.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"
#include "utter/speech/engines/wyoming/server.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

int refused(const std::string& reason, ExitCode status) {
    log::error("utter.start_failed", {{"reason", reason}});
    return status;
}

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

// The engine, or nothing with a word about why.
template <class Engine>
std::unique_ptr<Engine> taken(const char* port, Result<std::unique_ptr<Engine>> engine) {
    if (engine) return *std::move(engine);
    log::warning("wyoming.not_offered", {{"port", port}, {"reason", engine.error().detail}});
    return nullptr;
}

// The embedded wake words; a service of somebody else's its clients can ask themselves.
speech::wyoming::WakeOffer wake_offer(const config::Settings& settings) {
    auto embedded = settings;
    embedded.listener.wake_engine.list = {"pocketsphinx"};
    // Shared, as the opener holds a reference.
    const auto kept = std::make_shared<const config::Settings>(std::move(embedded));
    auto open = wake_word_opener(*kept);
    const auto ready =
        open ? check_wake_word(*kept, "pocketsphinx") : Result<void>(std::unexpected(open.error()));
    if (!ready) {
        log::warning("wyoming.not_offered", {{"port", "wake"}, {"reason", ready.error().detail}});
        return {};
    }
    return {.phrases = kept->listener.wake_words,
            .open = [kept, open = *std::move(open)] { return open(); }};
}

}  // namespace

int run_wyoming(const Program& program) {
    const auto& settings = program.settings;
    const auto& url = settings.wyoming.url;
    const auto address = speech::wyoming::parse_address(url);
    if (!address) return refused("wyoming.url: " + address.error().detail, exit_usage);
    if (address->path.empty() && !config::is_loopback(address->host) &&
        !settings.wyoming.insecure_bind_allowed) {
        return refused(
            "wyoming.url = \"" + url +
                "\" lets everybody in who can reach this machine, as Wyoming has no keys; "
                "if that is meant, set wyoming.insecure_bind_allowed = true",
            exit_usage);
    }
    for (const auto* client : {&settings.stt.wyoming, &settings.tts.wyoming}) {
        if (client->url == url) {
            return refused("stt.wyoming.url and tts.wyoming.url must not name wyoming.url, \"" +
                               url + "\": the service would ask itself",
                           exit_usage);
        }
    }
    // Before there are threads, so that this one gets them.
    const auto signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    auto stt = taken("stt", make_stt_engine(settings.stt));
    if (stt) teach_sentences(*stt, program, settings.locale.lang);
    speech::wyoming::SpeechOffer offer({.stt = std::move(stt),
                                        .tts = taken("tts", make_tts_engine(settings.tts)),
                                        .wake = wake_offer(settings),
                                        .languages = languages(settings.locale),
                                        .voice = settings.tts.voice,
                                        .rate = settings.tts.rate,
                                        .version = std::string(version)});
    if (offer.heard_languages().empty() && offer.spoken_languages().empty()) {
        return refused("nothing can hear or speak here; see 'utter engines'", exit_failed);
    }
    std::unique_ptr<StopWatch> watch;
    auto server = speech::wyoming::Server::open(
        {.address = *address, .connections_max = settings.wyoming.connections_max}, offer);
    if (!server) return refused(server.error().detail, exit_failed);
    log::info("utter.ready", {{"wyoming", (*server)->url()}});
    int signal = 0;
    sigwait(&signals, &signal);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // a second one ends the process at once
    log::info("utter.stopping");
    watch = std::make_unique<StopWatch>(1s);
    server->reset();
    return exit_ok;
}

}  // namespace utter::app
