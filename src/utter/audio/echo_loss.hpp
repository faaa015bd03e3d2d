#pragma once

#include <atomic>
#include <cmath>
#include <span>

namespace utter::audio {

/// How much of what is played is taken out of what a microphone hears (echo return loss
/// enhancement), over about the last ten seconds in which something was played and nobody spoke.
class EchoLoss {
  public:
    /// 10 ms, as they were heard and what was left of them. One thread.
    void add(std::span<const float> heard,
             std::span<const float> left,
             std::span<const float> played) noexcept {
        constexpr double forgetting = 0.001;  // a block's share
        constexpr double silence = 1e-6;      // mean square
        if (mean_square(played) < silence) return;
        before_ += forgetting * (mean_square(heard) - before_);
        after_ += forgetting * (mean_square(left) - after_);
        if (before_ > 0 && after_ > 0) {
            db_.store(10 * std::log10(before_ / after_), std::memory_order_relaxed);
        }
    }

    /// Any thread. 0 until something was played.
    [[nodiscard]] double db() const noexcept { return db_.load(std::memory_order_relaxed); }

  private:
    static double mean_square(std::span<const float> block) noexcept {
        double sum = 0;
        for (const float x : block) sum += static_cast<double>(x) * x;
        return block.empty() ? 0 : sum / static_cast<double>(block.size());
    }

    double before_ = 0;  // smoothed mean squares
    double after_ = 0;
    std::atomic<double> db_{0};
};

}  // namespace utter::audio
