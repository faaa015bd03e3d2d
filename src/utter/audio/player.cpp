#include "utter/audio/player.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "utter/audio/realtime_thread.hpp"
#include "utter/audio/resampler.hpp"
#include "utter/core/log.hpp"

namespace utter::audio {
namespace {

constexpr std::chrono::milliseconds block_time{10};

std::chrono::steady_clock::time_point now() {
    return std::chrono::steady_clock::now();
}

// Indices of the device's stream count on for ever, so only their difference means something.
bool is_before(std::size_t index, std::size_t other) {
    return static_cast<std::ptrdiff_t>(index - other) < 0;
}

}  // namespace

Player::Player(AudioPlayback& device, PlayerEvents events)
    : device_(device),
      events_(std::move(events)),
      mixer_(device.sample_rate_hz()),
      lead_samples_(device.sample_rate_hz() * static_cast<std::size_t>(lead.count()) / 1000),
      block_(device.sample_rate_hz() * static_cast<std::size_t>(block_time.count()) / 1000),
      thread_([this](const std::stop_token& stopping) { run(stopping); }) {}

Player::~Player() {
    thread_.request_stop();
    thread_.join();
    if (producer_ != nullptr) device_.stop();
}

void Player::play(SoundId id, AudioBuffer sound, bool more) {
    if (more && sound.sample_rate_hz != device_.sample_rate_hz()) {
        auto made = StreamResampler::create(sound.sample_rate_hz, device_.sample_rate_hz());
        if (made) {
            const std::lock_guard lock(mutex_);
            resamplers_.insert_or_assign(id, std::move(*made));
        }
        sound = piece_at_device_rate(id, std::move(sound), more);
    } else {
        sound = at_device_rate(std::move(sound));
    }
    post([this, id, more, sound = std::move(sound)]() mutable {
        waiting_.push_back(id);
        mixer_.queue(id, std::move(sound), more);
    });
}

void Player::go_on(SoundId id, AudioBuffer piece, bool more) {
    post([this, id, more, piece = piece_at_device_rate(id, std::move(piece), more)] {
        mixer_.go_on(id, piece, more);
    });
}

void Player::play_over(AudioBuffer sound) {
    post([this, sound = at_device_rate(std::move(sound))]() mutable {
        mixer_.over(std::move(sound));
    });
}

void Player::stop(const std::vector<SoundId>& ids) {
    post([this, ids] { cut(ids); });
}

void Player::duck(bool ducked) {
    post([this, ducked] { mixer_.duck(ducked); });
}

void Player::prepare() {
    post([this] { open(); });
}

AudioBuffer Player::at_device_rate(AudioBuffer sound) const {
    if (sound.sample_rate_hz == device_.sample_rate_hz()) return sound;
    auto made = resample(sound, device_.sample_rate_hz());
    if (made) return std::move(*made);
    log::warning("audio.not_playable", {{"reason", made.error().detail}});
    return AudioBuffer{{}, device_.sample_rate_hz()};
}

AudioBuffer Player::piece_at_device_rate(SoundId id, AudioBuffer piece, bool more) {
    AudioBuffer made{{}, device_.sample_rate_hz()};
    const std::lock_guard lock(mutex_);
    const auto found = resamplers_.find(id);
    if (found == resamplers_.end()) {
        // It needs none, or it has ended.
        return piece.sample_rate_hz == device_.sample_rate_hz() ? std::move(piece) : made;
    }
    found->second->process(piece.samples, made.samples);
    if (!more) {
        found->second->finish(made.samples);
        resamplers_.erase(found);
    }
    return made;
}

void Player::post(Command command) {
    {
        const std::lock_guard lock(mutex_);
        commands_.push_back(std::move(command));
    }
    changed_.notify_one();
}

void Player::run(const std::stop_token& stopping) {
    run_in_real_time();
    while (true) {
        // Nothing sounds: wait for a command, and give the device back after a while.
        const auto until = producer_ == nullptr ? Time::max() : now() + idle_time;
        if (!take_commands(stopping, until)) return;
        if (mixer_.idle()) {
            if (producer_ != nullptr && now() >= until) {
                device_.stop();
                producer_ = nullptr;
            }
            continue;
        }
        if (!open()) {
            give_up("the device cannot be had");
            continue;
        }
        last_progress_ = now();
        while (!mixer_.idle() || !due_.empty()) {
            fill_up();
            tell_played(false);
            tell(now());
            if (!take_commands(stopping, now() + block_time)) return;
        }
        if (producer_ != nullptr) producer_->pause();
        tell_played(true);
        mixer_.forget();
    }
}

bool Player::take_commands(const std::stop_token& stopping, Time until) {
    std::vector<Command> taken;
    {
        std::unique_lock lock(mutex_);
        const auto there = [this] { return !commands_.empty(); };
        if (until == Time::max()) {
            changed_.wait(lock, stopping, there);
        } else {
            changed_.wait_until(lock, stopping, until, there);
        }
        taken.swap(commands_);
    }
    if (stopping.stop_requested()) return false;
    for (auto& command : taken) command();
    return true;
}

bool Player::open() {
    if (producer_ != nullptr) return true;
    const auto started = device_.start();
    if (!started) {
        log::warning("audio.no_playback",
                     {{"device", device_.name()}, {"reason", started.error().detail}});
        return false;
    }
    producer_ = *started;
    return true;
}

void Player::fill_up() {
    if (producer_ == nullptr) return;
    const auto consumed = producer_->consumed();
    if (consumed != last_consumed_ || consumed == producer_->written()) {
        last_consumed_ = consumed;
        last_progress_ = now();
    }
    while (producer_->written() - producer_->consumed() < lead_samples_) {
        const bool starves = mixer_.starves(block_.size());
        if (mixer_.idle() || (starves && !mixer_.over_sounds())) {
            producer_->pause();
            break;
        }
        mix_block(producer_->written());
        if (starves && !begun_.empty()) begun_.back().at += block_.size();  // not heard of it
    }
    if (now() - last_progress_ > stall_max) give_up("the device takes no more sound");
}

void Player::mix_block(std::size_t at) {
    marks_.clear();
    mixer_.mix(block_, marks_);
    producer_->write(block_);
    if (events_.played) untold_.push_back({at, block_});
    for (const auto& mark : marks_) {
        if (mark.begins) {
            std::erase(waiting_, mark.id);
            if (const auto it = std::ranges::find(begun_, mark.id, &Begun::id);
                it != begun_.end()) {
                it->at = at + mark.offset;  // it was rewound, and its beginning is told already
                continue;
            }
            begun_.push_back({mark.id, at + mark.offset});
        }
        due_.push_back({mark, at + mark.offset});
    }
}

// Whoever takes it out of a microphone's sound wants it when it is heard and not when the device
// gets it, which may be much at once.
void Player::tell_played(bool all) {
    if (producer_ == nullptr) return;
    const auto playing = producer_->consumed() - producer_->waiting();
    const auto soon = static_cast<std::ptrdiff_t>(told_ahead / block_time * block_.size());
    while (!untold_.empty()) {
        // Both count on for ever, so only their difference means something.
        const auto ahead = static_cast<std::ptrdiff_t>(untold_.front().at - playing);
        if (!all && ahead >= soon) return;
        events_.played(untold_.front().block, device_.sample_rate_hz());
        untold_.pop_front();
    }
}

void Player::tell(Time time) {
    if (producer_ == nullptr) return;
    const auto consumed = producer_->consumed();
    while (!due_.empty()) {
        auto& due = due_.front();
        // Both count on for ever, so only their difference means something.
        const auto ahead = static_cast<std::ptrdiff_t>(due.at - consumed);
        if (ahead > 0) return;
        const auto [mark, at] = std::pair(due.mark, due.at);
        if (mark.begins) {
            due_.pop_front();
            if (events_.began) events_.began(mark.id);
            continue;
        }
        if (due.heard_at == Due::never) due.heard_at = time + producer_->latency();
        if (time < due.heard_at) return;
        due_.pop_front();
        std::chrono::milliseconds heard{0};
        if (const auto it = std::ranges::find(begun_, mark.id, &Begun::id); it != begun_.end()) {
            heard = duration(at - it->at);
            begun_.erase(it);
        }
        if (events_.ended) events_.ended({mark.id, true, heard});
    }
}

std::chrono::milliseconds Player::duration(std::size_t samples) const {
    return std::chrono::milliseconds(samples * 1000 / device_.sample_rate_hz());
}

std::chrono::milliseconds Player::heard_since(std::size_t at) const {
    if (producer_ == nullptr) return {};
    const auto taken = static_cast<std::ptrdiff_t>(producer_->consumed() - at);
    if (taken <= 0) return {};
    const auto heard = duration(static_cast<std::size_t>(taken)) -
                       std::chrono::duration_cast<std::chrono::milliseconds>(producer_->latency());
    return std::max(heard, std::chrono::milliseconds(0));
}

void Player::cut(const std::vector<SoundId>& ids) {
    std::optional<std::size_t> from;  // where the first of them begins
    std::vector<SoundEnd> ended;
    for (const auto id : ids) {
        {
            const std::lock_guard lock(mutex_);
            resamplers_.erase(id);
        }
        mixer_.remove(id);
        if (const auto it = std::ranges::find(begun_, id, &Begun::id); it != begun_.end()) {
            ended.push_back({id, false, heard_since(it->at)});
            if (!from || is_before(it->at, *from)) from = it->at;
            begun_.erase(it);
        } else if (std::erase(waiting_, id) > 0) {
            ended.push_back({id, false, {}});
        }
        std::erase_if(due_, [id](const Due& due) { return due.mark.id == id; });
    }
    if (from && producer_ != nullptr) take_back(*from);
    if (!events_.ended) return;
    for (const auto& end : ended) events_.ended(end);
}

void Player::take_back(std::size_t from) {
    const auto unheard = device_.take_back(from);
    mixer_.rewind(unheard);
    const auto end = producer_->written();
    const auto heard_to = end - unheard;
    // What is in the mixer again will be marked again, where it ends and where it begins.
    std::erase_if(due_, [&](const Due& due) {
        const auto position = mixer_.position(due.mark.id);
        if (!position || (due.mark.begins && *position > 0)) return false;
        if (due.mark.begins) {
            std::erase_if(begun_, [&](const Begun& sound) { return sound.id == due.mark.id; });
            waiting_.push_back(due.mark.id);
        }
        return true;
    });
    // The rest is with the device, which goes on behind it with what is written next.
    for (auto& due : due_) due.at += unheard;
    for (auto& sound : begun_) {
        const auto position = mixer_.position(sound.id);
        sound.at = position ? end - *position : sound.at + unheard;
    }
    while (!untold_.empty() && !is_before(untold_.back().at, heard_to)) untold_.pop_back();
    for (auto& mixed : untold_) {
        mixed.block.resize(std::min(mixed.block.size(), heard_to - mixed.at));
        mixed.at += unheard;
    }
}

void Player::give_up(std::string_view reason) {
    log::warning("audio.not_heard", {{"device", device_.name()}, {"reason", reason}});
    std::vector<SoundId> ids = waiting_;
    for (const auto& sound : begun_) ids.push_back(sound.id);
    cut(ids);
    mixer_ = PlaybackMixer(device_.sample_rate_hz());
    due_.clear();
    untold_.clear();
    last_progress_ = now();
}

}  // namespace utter::audio
