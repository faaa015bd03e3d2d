#include "utter/listener/microphone.hpp"

#include <utility>

#include "utter/core/log.hpp"

namespace utter::listener {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds block_time{10};
constexpr std::size_t taken_samples = 4'800;

}  // namespace

LiveMicrophone::LiveMicrophone(MicrophoneParts parts, EarSettings settings, EarEvents events)
    : parts_(std::move(parts)),
      settings_(settings),
      events_(std::move(events)),
      taken_(taken_samples),
      played_(Ear::block_samples),
      thread_([this](const std::stop_token& stopping) { run(stopping); }) {}

LiveMicrophone::~LiveMicrophone() = default;

void LiveMicrophone::post(std::function<void(Ear&)> command) {
    {
        const std::lock_guard lock(mutex_);
        commands_.push_back(std::move(command));
    }
    changed_.notify_one();
}

void LiveMicrophone::listen() {
    post([](Ear& ear) { ear.listen(); });
}

void LiveMicrophone::follow_up(milliseconds window) {
    post([window](Ear& ear) { ear.follow_up(window); });
}

void LiveMicrophone::cancel() {
    post([](Ear& ear) { ear.cancel(); });
}

void LiveMicrophone::set_answering(bool answering) {
    post([answering](Ear& ear) { ear.set_answering(answering); });
}

void LiveMicrophone::set_asleep(bool asleep) {
    post([asleep](Ear& ear) { ear.set_asleep(asleep); });
}

bool LiveMicrophone::take_commands(Ear& ear,
                                   const std::stop_token& stopping,
                                   milliseconds patience) {
    std::vector<std::function<void(Ear&)>> taken;
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, stopping, patience, [this] { return !commands_.empty(); });
        taken.swap(commands_);
    }
    if (stopping.stop_requested()) return false;
    for (const auto& command : taken) command(ear);
    return true;
}

void LiveMicrophone::open_wake_words() {
    if (parts_.open_stop_word) {
        if (auto opened = parts_.open_stop_word()) {
            stop_word_ = std::move(*opened);
        } else {
            log::error("listener.no_stop_word", {{"reason", opened.error().detail}});
        }
    }
    if (!parts_.open_wake_word) return;
    for (auto* part : {&wake_word_, &uncleaned_wake_word_}) {
        // Without a canceller there is but one sound.
        if (part == &uncleaned_wake_word_ && !parts_.echo_cancelled) continue;
        auto opened = parts_.open_wake_word();
        if (!opened) {
            log::error("listener.no_wake_word", {{"reason", opened.error().detail}});
            return;
        }
        *part = std::move(*opened);
    }
}

audio::AudioConsumer* LiveMicrophone::open(Ear& ear, const std::stop_token& stopping) {
    bool told = false;
    while (true) {
        const auto started = parts_.device->start();
        if (started) return *started;
        if (!std::exchange(told, true)) {
            log::warning("listener.no_microphone",
                         {{"device", parts_.device->name()}, {"reason", started.error().detail}});
        }
        if (!take_commands(ear, stopping, retry_time)) return nullptr;
        ear.cancel();  // nobody can hear what was asked for
    }
}

void LiveMicrophone::run(const std::stop_token& stopping) {
    auto made =
        audio::StreamResampler::create(parts_.device->sample_rate_hz(), Ear::sample_rate_hz);
    if (!made) {
        log::error("listener.no_microphone", {{"reason", made.error().detail}});
        return;
    }
    resampler_ = std::move(*made);
    open_wake_words();
    Ear ear(settings_,
            {.cleaned = wake_word_.get(),
             .uncleaned = uncleaned_wake_word_.get(),
             .stop = stop_word_.get()},
            events_);
    auto* const consumer = open(ear, stopping);
    if (consumer == nullptr) return;
    log::info("listener.listening", {{"device", parts_.device->name()}});
    bool ended = false;
    while (take_commands(ear, stopping, consumer->readable() > 0 ? milliseconds(0) : block_time)) {
        const auto count = consumer->read(taken_);
        if (count > 0) {
            resampler_->process(std::span(taken_).first(count), waiting_);
        } else if (ended || consumer->ended()) {
            if (!std::exchange(ended, true)) log::info("listener.microphone_ended");
            waiting_.resize(waiting_.size() + Ear::block_samples);
        }
        hear_waiting(ear);
    }
    ear.cancel();
    parts_.device->stop();
}

void LiveMicrophone::hear_waiting(Ear& ear) {
    std::size_t at = 0;
    for (; at + Ear::block_samples <= waiting_.size(); at += Ear::block_samples) {
        hear_block(ear, std::span(waiting_).subspan(at, Ear::block_samples));
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(at));
}

void LiveMicrophone::hear_block(Ear& ear, std::span<float> block) {
    if (parts_.reference) parts_.reference->read(played_);
    uncleaned_.assign(block.begin(), block.end());
    const bool voice = parts_.clean(block, played_);
    ear.hear(block, voice, uncleaned_);
}

}  // namespace utter::listener
