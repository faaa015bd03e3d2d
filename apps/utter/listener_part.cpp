#include "listener_part.hpp"

#include <fmt/format.h>

#include <utility>

#include "engines.hpp"
#include "sound_devices.hpp"
#include "utter/audio/sink_monitor.hpp"
#include "utter/core/log.hpp"
#include "utter/listener/speech_gate.hpp"
#include "voice_cleaner.hpp"

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
            .confidence_min = settings.confidence,
            .music = music_policy(settings.music)});
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

std::shared_ptr<audio::PlayedSound> ListenerPart::what_is_played() const {
    const auto& settings = program_.settings.listener;
    if (!settings.echo_cancellation || settings.echo_reference == "own") return reference_;
    auto monitor = make_sink_monitor(program_);
    if (!monitor) return reference_;
    return std::make_shared<audio::SinkMonitor>(*std::move(monitor), reference_);
}

std::string ListenerPart::to_prometheus() const {
    return fmt::format(
        "# HELP utter_listener_echo_loss_db What is taken of what is played out of what is heard\n"
        "# TYPE utter_listener_echo_loss_db gauge\n"
        "utter_listener_echo_loss_db{{stage=\"cleaned\"}} {:.1f}\n"
        "utter_listener_echo_loss_db{{stage=\"linear\"}} {:.1f}\n",
        losses_->cleaned.db(),
        losses_->linear.db());
}

Result<listener::MicrophoneParts> ListenerPart::make_parts() const {
    const auto& settings = program_.settings.listener;
    auto device = make_microphone(program_);
    if (!device) return std::unexpected(device.error());
    auto clean = make_voice_cleaner({.echo = settings.echo_cancellation,
                                     .noise = settings.noise_suppression,
                                     .gain = settings.gain_control});
    if (!clean) return std::unexpected(clean.error());
    listener::MicrophoneParts parts{.device = std::move(*device),
                                    .open_wake_word = nullptr,
                                    .echo_cancelled = settings.echo_cancellation,
                                    .clean = std::move(*clean),
                                    .reference = what_is_played(),
                                    .losses = settings.echo_cancellation ? losses_ : nullptr};
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
