#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace utter::audio {

/// Paces whoever makes sound faster than it can be heard against the wall clock: ahead of it, the
/// writer is told how long to sleep; behind it by more than `drift_max`, time slips forward and
/// what was missed is not caught up with. One thread.
class RateController {
  public:
    using Time = std::chrono::steady_clock::time_point;
    using Now = std::function<Time()>;

    /// @param lead how far ahead of the clock the writer may run, which covers its own delays
    RateController(std::uint32_t sample_rate_hz, std::chrono::milliseconds lead, Now now)
        : sample_rate_hz_(sample_rate_hz), lead_(lead), now_(std::move(now)), start_(now_()) {}

    /// Furthest that the writer may fall behind and still make up for it.
    static constexpr std::chrono::milliseconds drift_max{500};

    /// Begins anew: the next sample is due now.
    void restart() {
        start_ = now_();
        written_ = 0;
    }

    /// To be asked before each write. @return how long to sleep first; zero when it is due.
    [[nodiscard]] std::chrono::nanoseconds delay() {
        const auto now = now_();
        const auto ahead = start_ + duration(written_) - now;
        if (ahead < -drift_max) {
            start_ = now;
            written_ = 0;
            ++slips_;
            return std::chrono::nanoseconds::zero();
        }
        return std::max(std::chrono::nanoseconds(ahead - lead_), std::chrono::nanoseconds::zero());
    }
    void wrote(std::size_t samples) { written_ += samples; }

    /// How often time has slipped.
    [[nodiscard]] std::uint64_t slips() const noexcept { return slips_; }

  private:
    [[nodiscard]] std::chrono::nanoseconds duration(std::uint64_t samples) const {
        constexpr std::uint64_t second_ns = 1'000'000'000;
        // In two parts, so that days of samples do not overflow.
        return std::chrono::nanoseconds(samples / sample_rate_hz_ * second_ns +
                                        samples % sample_rate_hz_ * second_ns / sample_rate_hz_);
    }

    std::uint32_t sample_rate_hz_;
    std::chrono::nanoseconds lead_;
    Now now_;
    Time start_;
    std::uint64_t written_ = 0;
    std::uint64_t slips_ = 0;
};

}  // namespace utter::audio
