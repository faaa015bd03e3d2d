#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "utter/audio/rate_controller.hpp"
#include "utter/core/timers.hpp"
#include "utter/platform/live/pcm.hpp"

namespace utter::platform {

/// Sends sound to a client as fast as it is heard, and no faster: 20 ms frames, up to `lead` ahead
/// of the clock. One thread, that of the executor.
class Playback {
  public:
    static constexpr std::chrono::milliseconds frame_time{20};
    static constexpr std::chrono::milliseconds lead{200};

    struct Events {
        std::function<void(std::string frame)> on_frame;
        /// All that was added has been heard, and no more will come.
        std::function<void()> on_end;
    };
    /// All outlive it.
    Playback(Timers& timers, Executor& executor, Events events)
        : timers_(timers), executor_(executor), events_(std::move(events)) {}

    /// Begins anew; nothing of what was before is sent.
    void start(PcmFormat format);
    /// @param samples at the rate of the format
    void add(std::vector<float> samples);
    /// No more will come; on_end follows once all was heard.
    void finish();
    void stop();
    /// While paused, nothing is sent and the clock stands.
    void pause();
    void resume();

    /// How much of it has been heard.
    [[nodiscard]] std::chrono::milliseconds heard() const;
    [[nodiscard]] bool running() const noexcept { return running_; }

  private:
    void pump();
    void arm(std::chrono::nanoseconds delay);

    Timers& timers_;
    Executor& executor_;
    Events events_;
    PcmFormat format_;
    audio::RateController pace_{16'000, lead, &std::chrono::steady_clock::now};
    std::deque<std::vector<float>> queue_;
    std::size_t offset_ = 0;  // into the first of them
    std::uint64_t sent_ = 0;  // samples
    bool running_ = false;
    bool finishing_ = false;
    bool starved_ = true;
    bool paused_ = false;
    std::chrono::steady_clock::time_point silent_at_;  // when what was sent has been heard
    TimerHandle timer_;
};

}  // namespace utter::platform
