#include "utter/platform/live/playback.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace utter::platform {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

steady_clock::duration time_of(std::uint64_t samples, std::uint32_t rate_hz) {
    return std::chrono::duration_cast<steady_clock::duration>(
        std::chrono::duration<double>(static_cast<double>(samples) / rate_hz));
}

}  // namespace

void Playback::start(PcmFormat format) {
    stop();
    format_ = format;
    pace_ = audio::RateController(format.rate_hz, lead, &steady_clock::now);
    running_ = true;
    starved_ = true;
}

void Playback::add(std::vector<float> samples) {
    if (!running_ || samples.empty()) return;
    queue_.push_back(std::move(samples));
    if (paused_) return;
    if (std::exchange(starved_, false)) pace_.restart();
    pump();
}

void Playback::finish() {
    if (!running_) return;
    finishing_ = true;
    if (!paused_) pump();
}

void Playback::stop() {
    timer_.cancel();
    queue_.clear();
    offset_ = 0;
    sent_ = 0;
    running_ = false;
    finishing_ = false;
    silent_at_ = {};
}

void Playback::pause() {
    paused_ = true;
    timer_.cancel();
}

void Playback::resume() {
    if (!std::exchange(paused_, false) || !running_) return;
    pace_.restart();
    starved_ = queue_.empty();
    pump();
}

milliseconds Playback::heard() const {
    const auto sent = time_of(sent_, format_.rate_hz);
    const auto waiting = std::max(silent_at_ - steady_clock::now(), steady_clock::duration(0));
    return std::chrono::duration_cast<milliseconds>(sent - std::min(sent, waiting));
}

void Playback::pump() {
    const auto frame_samples =
        static_cast<std::size_t>(format_.rate_hz * frame_time.count() / 1000);
    while (!queue_.empty()) {
        const auto delay = pace_.delay();
        if (delay.count() > 0) {
            arm(delay);
            return;
        }
        const auto& first = queue_.front();
        const auto count = std::min(frame_samples, first.size() - offset_);
        const auto now = steady_clock::now();
        silent_at_ = std::max(silent_at_, now) + time_of(count, format_.rate_hz);
        sent_ += count;
        pace_.wrote(count);
        auto frame = frame_of(std::span(first).subspan(offset_, count), format_.format);
        offset_ += count;
        if (offset_ == first.size()) {
            queue_.pop_front();
            offset_ = 0;
        }
        events_.on_frame(std::move(frame));
        if (!running_ || paused_) return;  // whoever took it has had enough
    }
    starved_ = true;
    if (!finishing_) return;
    const auto left = silent_at_ - steady_clock::now();
    if (left > steady_clock::duration(0)) {
        arm(left);
        return;
    }
    running_ = false;
    finishing_ = false;
    events_.on_end();
}

void Playback::arm(std::chrono::nanoseconds delay) {
    timer_ = timers_.after(std::chrono::ceil<milliseconds>(delay), executor_, [this] { pump(); });
}

}  // namespace utter::platform
