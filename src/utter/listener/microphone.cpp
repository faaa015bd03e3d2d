#include "utter/listener/microphone.hpp"

#include <string_view>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::listener {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds block_time{10};
constexpr std::size_t taken_samples = 4'800;
// Both recordings come from the sound server in the same moment, in two threads.
constexpr milliseconds reference_patience{15};
constexpr milliseconds reference_look{2};

}  // namespace

LiveMicrophone::LiveMicrophone(MicrophoneParts parts, EarSettings settings, EarEvents events)
    : parts_(std::move(parts)),
      settings_(settings),
      events_(std::move(events)),
      taken_(taken_samples),
      played_(Ear::block_samples),
      linear_(Ear::block_samples),
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
    // @return whether there is one, or none is wanted
    const auto make = [](const auto& open, auto& part, std::string_view missing) {
        if (!open) return true;
        auto opened = open();
        if (!opened) {
            log::error(missing, {{"reason", opened.error().detail}});
            return false;
        }
        part = std::move(*opened);
        return true;
    };
    const bool may_hear_ourselves = parts_.reference != nullptr;
    if (make(parts_.open_stop_word, stop_word_, "listener.no_stop_word") && may_hear_ourselves) {
        make(parts_.open_stop_word, own_stop_word_, "listener.no_stop_word");
    }
    if (!make(parts_.open_wake_word, wake_word_, "listener.no_wake_word")) return;
    // Without a canceller there is but one sound.
    if (parts_.echo_cancelled) {
        make(parts_.open_wake_word, linear_wake_word_, "listener.no_wake_word");
    }
    if (may_hear_ourselves) {
        make(parts_.open_wake_word, own_wake_word_, "listener.no_wake_word");
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
             .linear = linear_wake_word_.get(),
             .stop = stop_word_.get(),
             .own = own_wake_word_.get(),
             .own_stop = own_stop_word_.get()},
            events_);
    auto* const consumer = open(ear, stopping);
    if (consumer == nullptr) return;
    log::info("listener.listening", {{"device", parts_.device->name()}});
    bool ended = false;
    auto heard_at = std::chrono::steady_clock::now();
    const auto patience = [&] {
        if (waits_since_) return reference_look;
        return consumer->readable() > 0 ? milliseconds(0) : block_time;
    };
    while (take_commands(ear, stopping, patience())) {
        const auto count = consumer->read(taken_);
        if (count > 0) {
            heard_at = std::chrono::steady_clock::now();
            resampler_->process(std::span(taken_).first(count), waiting_);
        } else if (ended || consumer->ended()) {
            if (!std::exchange(ended, true)) log::info("listener.microphone_ended");
            waiting_.resize(waiting_.size() + Ear::block_samples);
        } else {
            give_up_if_silent(ear, heard_at);
        }
        hear_waiting(ear);
    }
    ear.cancel();
    parts_.device->stop();
}

void LiveMicrophone::give_up_if_silent(Ear& ear, std::chrono::steady_clock::time_point heard_at) {
    if (!ear.listening() || std::chrono::steady_clock::now() - heard_at < silent_max) return;
    log::warning("listener.microphone_silent", {{"device", parts_.device->name()}});
    ear.cancel();  // nobody can hear its end
}

void LiveMicrophone::hear_waiting(Ear& ear) {
    std::size_t at = 0;
    for (; at + Ear::block_samples <= waiting_.size() && knows_what_is_played();
         at += Ear::block_samples) {
        hear_block(ear, std::span(waiting_).subspan(at, Ear::block_samples));
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(at));
}

bool LiveMicrophone::knows_what_is_played() {
    if (!parts_.reference || parts_.reference->ready(Ear::block_samples)) {
        waits_since_.reset();
        return true;
    }
    const auto now = std::chrono::steady_clock::now();
    if (!waits_since_) waits_since_ = now;
    return now - *waits_since_ >= reference_patience;
}

void LiveMicrophone::hear_block(Ear& ear, std::span<float> block) {
    if (parts_.reference) parts_.reference->read(played_);
    heard_.assign(block.begin(), block.end());
    const bool voice = parts_.clean(block, played_, linear_);
    if (parts_.losses && parts_.reference && !voice) {
        parts_.losses->cleaned.add(heard_, block, played_);
        parts_.losses->linear.add(heard_, linear_, played_);
    }
    ear.hear({.cleaned = block,
              .linear = linear_,
              .played = parts_.reference ? std::span<const float>(played_) : std::span<float>(),
              .voice = voice});
}

}  // namespace utter::listener
