#include "utter/audio/playback_mixer.hpp"

#include <algorithm>

namespace utter::audio {

void PlaybackMixer::remove(SoundId id) {
    for (auto* const sounds : {&queue_, &past_}) {
        std::erase_if(*sounds, [id](const Sound& sound) { return sound.id == id; });
    }
}

void PlaybackMixer::go_on(SoundId id, const AudioBuffer& piece, bool more) {
    const auto sound = std::ranges::find(queue_, id, &Sound::id);
    if (sound == queue_.end()) return;
    sound->samples.insert(sound->samples.end(), piece.samples.begin(), piece.samples.end());
    sound->more = more;
}

void PlaybackMixer::rewind(std::size_t samples) {
    samples = std::min(samples, rewind_max);
    for (auto left = samples; left > 0 && !mixed_.empty();) {
        auto& last = mixed_.back();
        const auto count = std::min(left, last.samples);
        if (last.id) bring_back(*last.id, count);
        left -= count;
        mixed_samples_ -= count;
        last.samples -= count;
        if (last.samples == 0) mixed_.pop_back();
    }
    for (auto& sound : over_) sound.position -= std::min(sound.position, samples);
    over_left_ = static_cast<std::size_t>(std::ranges::count_if(
        over_, [](const Sound& sound) { return sound.position < sound.samples.size(); }));
}

void PlaybackMixer::bring_back(SoundId id, std::size_t samples) {
    if (!past_.empty() && past_.back().id == id) {
        queue_.push_front(std::move(past_.back()));
        past_.pop_back();
    }
    const auto sound = std::ranges::find(queue_, id, &Sound::id);
    if (sound != queue_.end()) sound->position -= std::min(sound->position, samples);
}

void PlaybackMixer::forget() {
    past_.clear();
    mixed_.clear();
    mixed_samples_ = 0;
}

std::optional<std::size_t> PlaybackMixer::position(SoundId id) const {
    const auto sound = std::ranges::find(queue_, id, &Sound::id);
    if (sound == queue_.end()) return std::nullopt;
    return sound->position;
}

void PlaybackMixer::mix(std::span<float> block, std::vector<Mark>& marks) {
    std::ranges::fill(block, 0.0F);
    mix_queue(block, marks);
    mix_over(block);
    for (auto& sample : block) sample = std::clamp(sample, -1.0F, 1.0F);
}

void PlaybackMixer::mix_queue(std::span<float> block, std::vector<Mark>& marks) {
    // From full to ducked in 50 ms: quick enough, and no click.
    const float step = (1.0F - duck_gain) * 20.0F / static_cast<float>(sample_rate_hz_);
    std::size_t done = 0;
    while (done < block.size() && !queue_.empty()) {
        auto& sound = queue_.front();
        if (sound.starves(block.size() - done)) break;
        if (sound.position == 0) marks.push_back({sound.id, done, true});
        const auto count = std::min(block.size() - done, sound.samples.size() - sound.position);
        for (std::size_t i = 0; i < count; ++i) {
            gain_ += std::clamp(gain_target_ - gain_, -step, step);
            block[done + i] = gain_ * sound.samples[sound.position + i];
        }
        done += count;
        sound.position += count;
        note(sound.id, count);
        if (sound.more || sound.position < sound.samples.size()) return;
        marks.push_back({sound.id, done, false});
        past_.push_back(std::move(sound));
        queue_.pop_front();
    }
    if (done < block.size()) note(std::nullopt, block.size() - done);
    if (queue_.empty()) gain_ = gain_target_;  // nobody hears it change
}

// A sound without samples is noted too, to be brought back with what was around it.
void PlaybackMixer::note(std::optional<SoundId> id, std::size_t samples) {
    if (mixed_.empty() || mixed_.back().id != id) mixed_.push_back({id, 0});
    mixed_.back().samples += samples;
    mixed_samples_ += samples;
    while (mixed_samples_ - mixed_.front().samples >= rewind_max) {
        mixed_samples_ -= mixed_.front().samples;
        mixed_.pop_front();
        std::erase_if(past_, [this](const Sound& sound) {
            return std::ranges::find(mixed_, sound.id, &Mixed::id) == mixed_.end();
        });
    }
}

void PlaybackMixer::mix_over(std::span<float> block) {
    while (over_.size() > over_max) over_.pop_front();
    over_left_ = 0;
    for (auto& sound : over_) {
        const auto left = sound.samples.size() - std::min(sound.position, sound.samples.size());
        const auto count = std::min(block.size(), left);
        for (std::size_t i = 0; i < count; ++i) block[i] += sound.samples[sound.position + i];
        sound.position += block.size();
        if (sound.position < sound.samples.size()) ++over_left_;
    }
    std::erase_if(over_, [](const Sound& sound) {
        return sound.position >= sound.samples.size() + rewind_max;
    });
}

}  // namespace utter::audio
