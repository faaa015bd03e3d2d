#include "utter/listener/ear.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace utter::listener {
namespace {

using std::chrono::milliseconds;

// A wake word is noticed some time after it has ended.
constexpr milliseconds notice_max{1'500};
// What sounds like a voice right after a wake word is its own end, unless it goes on.
constexpr milliseconds echo_of_wake_word{250};
// A stop word is believed only of a voice that was heard so short a time ago.
constexpr milliseconds said_by_voice_max{600};
// A word that we say ourselves is found in its echo so much later at most.
constexpr milliseconds own_word_max{1'000};
constexpr milliseconds own_notice_max{500};
constexpr float silence = 1e-4F;

std::size_t samples_in(milliseconds time) {
    return static_cast<std::size_t>(time.count()) * Ear::sample_rate_hz / 1000;
}

void keep_newest(std::vector<float>& sound, std::size_t count) {
    if (sound.size() > count) {
        sound.erase(sound.begin(), sound.end() - static_cast<std::ptrdiff_t>(count));
    }
}

}  // namespace

Ear::Ear(EarSettings settings, WakeWords wake_words, EarEvents events)
    : settings_(settings), wake_words_(wake_words), events_(std::move(events)) {}

// A spotter notices the same word in our own sound, and in its echo, at about the same time.
void Ear::hear_ourselves(std::span<const float> played) {
    since_own_ += Endpointer::block;
    since_own_stop_ += Endpointer::block;
    since_played_ += Endpointer::block;
    if (std::ranges::any_of(played, [](float x) { return std::abs(x) > silence; })) {
        since_played_ = milliseconds(0);
    }
    // While nothing is played there is nothing to find; the end of a word takes its time.
    if (played.empty() || since_played_ > own_notice_max) return;
    const auto finds = [&](speech::WakeWord* spotter) {
        return spotter != nullptr && spotter->hear(played);
    };
    if (finds(wake_words_.own)) since_own_ = milliseconds(0);
    if (finds(wake_words_.own_stop)) since_own_stop_ = milliseconds(0);
}

std::optional<speech::WakeWordHit> Ear::find_wake_word(const Heard& heard) {
    std::optional<speech::WakeWordHit> hit;
    if (wake_words_.cleaned != nullptr) hit = wake_words_.cleaned->hear(heard.cleaned);
    if (wake_words_.linear != nullptr) {
        const auto other = wake_words_.linear->hear(heard.linear);
        if (!hit) hit = other;
    }
    return since_own_ <= own_word_max ? std::nullopt : hit;
}

void Ear::reset_wake_words() {
    for (auto* wake_word : {wake_words_.cleaned,
                            wake_words_.linear,
                            wake_words_.stop,
                            wake_words_.own,
                            wake_words_.own_stop}) {
        if (wake_word != nullptr) wake_word->reset();
    }
}

void Ear::find_stop_word(std::span<const float> block) {
    const auto hit = wake_words_.stop->hear(block);
    if (!hit || since_own_stop_ <= own_word_max || since_voice_ > said_by_voice_max) return;
    if (events_.stopped) events_.stopped(hit->phrase);
}

bool Ear::waits_for_voice() const noexcept {
    return settings_.mode == ListenMode::continuous || window_left_ > milliseconds(0);
}

void Ear::remember(std::span<const float> block, bool voice) {
    // Cut back in large steps: moving all of it for each block would cost more than hearing does.
    const auto wanted = samples_in(notice_max + settings_.pre_roll);
    if (history_.size() > 2 * wanted) {
        keep_newest(history_, wanted);
        voices_.erase(voices_.begin(),
                      voices_.end() - static_cast<std::ptrdiff_t>(wanted / block_samples));
    }
    history_.insert(history_.end(), block.begin(), block.end());
    voices_.push_back(voice);
}

void Ear::hear(const Heard& heard) {
    if (asleep_) return;
    const auto block = heard.cleaned;
    bool voice = heard.voice;
    if (endpointer_) {
        if (deaf_left_ > milliseconds(0)) {
            deaf_left_ -= Endpointer::block;
            voice = false;
        }
        sound_.insert(sound_.end(), block.begin(), block.end());
        const auto state = endpointer_->next(voice);
        if (state == Endpointer::State::waiting) {
            // Silence before the first word is no use to anybody.
            keep_newest(sound_, kept_samples_);
        } else if (endpointer_->over()) {
            end(false);
        }
        return;
    }
    remember(block, voice);
    since_voice_ = voice ? milliseconds(0) : since_voice_ + Endpointer::block;
    hear_ourselves(heard.played);
    if (answering_ && wake_words_.stop != nullptr) find_stop_word(heard.linear);
    if (settings_.mode == ListenMode::wake_word) {
        if (const auto hit = find_wake_word(heard)) {
            if (events_.woke) events_.woke(hit->phrase);
            begin(Trigger::wake_word, std::clamp(hit->ago, milliseconds(0), notice_max));
            return;
        }
    }
    if (!waits_for_voice()) return;
    window_left_ = std::max(window_left_ - Endpointer::block, milliseconds(0));
    if (voice) {
        voice_run_ += Endpointer::block;
        silence_run_ = milliseconds(0);
    } else {
        silence_run_ += Endpointer::block;
        if (silence_run_ >= Endpointer::onset_gap) voice_run_ = milliseconds(0);
    }
    if (voice_run_ >= Endpointer::onset) {
        begin(Trigger::voice, settings_.pre_roll + Endpointer::onset + Endpointer::onset_gap);
    }
}

void Ear::listen() {
    if (!asleep_ && !endpointer_) begin(Trigger::request, milliseconds(0));
}

void Ear::follow_up(milliseconds window) {
    if (!asleep_) window_left_ = window;
}

void Ear::begin(Trigger trigger, milliseconds kept) {
    const auto blocks = std::min(samples_in(kept) / block_samples, voices_.size());
    sound_.assign(history_.end() - static_cast<std::ptrdiff_t>(blocks * block_samples),
                  history_.end());
    kept_samples_ = sound_.size() + samples_in(settings_.pre_roll + Endpointer::onset);
    endpointer_.emplace(settings_.endpoint);
    deaf_left_ = trigger == Trigger::wake_word ? echo_of_wake_word : milliseconds(0);
    for (auto i = voices_.size() - blocks; i < voices_.size(); ++i) {
        const bool deaf = deaf_left_ > milliseconds(0);
        if (deaf) deaf_left_ -= Endpointer::block;
        endpointer_->next(voices_[i] && !deaf);
    }
    history_.clear();
    voices_.clear();
    voice_run_ = silence_run_ = window_left_ = milliseconds(0);
    if (events_.began) events_.began(trigger);
    // Somebody may have said it all, and been silent, before the wake word was noticed.
    if (endpointer_->over()) end(false);
}

void Ear::end(bool cancelled) {
    if (!endpointer_) return;
    Capture capture{.sound = {std::exchange(sound_, {}), sample_rate_hz},
                    .voice = endpointer_->voice(),
                    .end = endpointer_->state(),
                    .cancelled = cancelled};
    endpointer_.reset();
    reset_wake_words();
    if (events_.ended) events_.ended(std::move(capture));
}

void Ear::cancel() {
    end(true);
}

void Ear::set_answering(bool answering) {
    if (answering && !answering_ && wake_words_.stop != nullptr) wake_words_.stop->reset();
    answering_ = answering;
}

void Ear::set_asleep(bool asleep) {
    cancel();
    asleep_ = asleep;
    history_.clear();
    voices_.clear();
    window_left_ = milliseconds(0);
    reset_wake_words();
}

}  // namespace utter::listener
