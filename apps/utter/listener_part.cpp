#include "listener_part.hpp"

#include <utility>

#include "engines.hpp"
#include "module_loader.hpp"
#include "sound_devices.hpp"
#include "utter/core/log.hpp"
#include "utter/listener/speech_gate.hpp"
#include "voice_module.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto retry_time = 5'000ms;

listener::ListenMode listen_mode(const std::string& mode) {
    if (mode == "continuous") return listener::ListenMode::continuous;
    if (mode == "push_to_talk") return listener::ListenMode::push_to_talk;
    return listener::ListenMode::wake_word;
}

listener::BargeIn barge_in(const std::string& policy) {
    if (policy == "never") return listener::BargeIn::never;
    if (policy == "speech") return listener::BargeIn::speech;
    return listener::BargeIn::wake_word;
}

Result<CleanSound> make_cleaner(const config::ListenerSettings& settings) {
    const auto found = load_module("webrtc", "utter_voice");
    if (!found) return std::unexpected(found.error());
    const auto* const module = static_cast<const VoiceModule*>(*found);
    module->configure_log(log::options());
    return module->make_cleaner({.echo = settings.echo_cancellation,
                                 .noise = settings.noise_suppression,
                                 .gain = settings.gain_control});
}

}  // namespace

Result<std::unique_ptr<ListenerPart>> ListenerPart::start(
    runtime::EventLoop& loop,
    bus::Bus& bus,
    const Program& program,
    std::shared_ptr<audio::EchoReference> reference) {
    std::unique_ptr<ListenerPart> made(new ListenerPart(loop, program, std::move(reference)));
    const auto& settings = program.settings.listener;
    made->listener_ = std::make_unique<listener::Listener>(
        listener::ListenerRuntime{
            .bus = bus,
            .executor = loop,
            .worker = made->thread_,
            .open_engine = [&program]() -> Result<std::shared_ptr<speech::SttEngine>> {
                return make_stt_engine(program.settings.stt);
            },
            .is_speech = settings.speech_gate ? &listener::sounds_like_speech : nullptr,
            .open_microphone =
                [part = made.get()](listener::EarEvents events) {
                    return part->open_microphone(std::move(events));
                }},
        listener::ListenerSettings{
            .lang = program.settings.locale.lang,
            .sessions = settings.sessions,
            .audio_transformers = program.settings.transformers.audio,
            .follow_up = settings.mode == "hybrid" ? settings.follow_up : 0ms,
            .barge_in = barge_in(settings.barge_in),
            .confidence_min = settings.confidence});
    made->listener_->start();
    made->look_for_microphone();
    return made;
}

void ListenerPart::look_for_microphone() {
    if (listener_->open()) return;
    retry_ = loop_.after(retry_time, loop_, [this] { look_for_microphone(); });
}

std::unique_ptr<listener::Microphone> ListenerPart::open_microphone(listener::EarEvents events) {
    auto parts = make_parts();
    if (!parts) {
        const auto& reason = parts.error().detail;
        if (std::exchange(reported_, reason) != reason) {
            log::info("listener.no_microphone", {{"reason", reason}});
        }
        return nullptr;
    }
    const auto& settings = program_.settings.listener;
    return std::make_unique<listener::LiveMicrophone>(
        std::move(*parts),
        listener::EarSettings{.mode = listen_mode(settings.mode),
                              .pre_roll = settings.pre_roll,
                              .endpoint = {.wait = settings.wait,
                                           .pause = settings.pause,
                                           .longest = settings.longest}},
        std::move(events));
}

Result<listener::MicrophoneParts> ListenerPart::make_parts() const {
    const auto& settings = program_.settings.listener;
    auto device = make_microphone(program_);
    if (!device) return std::unexpected(device.error());
    auto clean = make_cleaner(settings);
    if (!clean) return std::unexpected(clean.error());
    listener::MicrophoneParts parts{.device = std::move(*device),
                                    .open_wake_word = nullptr,
                                    .echo_cancelled = settings.echo_cancellation,
                                    .clean = std::move(*clean),
                                    .reference = reference_};
    if (listen_mode(settings.mode) == listener::ListenMode::wake_word) {
        auto open = wake_word_opener(program_.settings);
        if (!open) return std::unexpected(open.error());
        parts.open_wake_word = std::move(*open);
    }
    if (!settings.stop_words.empty()) {
        if (auto open = stop_word_opener(program_.settings)) {
            parts.open_stop_word = std::move(*open);
        } else {
            log::warning("listener.no_stop_word", {{"reason", open.error().detail}});
        }
    }
    return parts;
}

}  // namespace utter::app
