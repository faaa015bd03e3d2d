#pragma once

#include <chrono>
#include <functional>
#include <mutex>

#include "utter/core/result.hpp"

namespace utter::speech {

/// How long an engine that failed is left out.
struct QuarantineSettings {
    std::chrono::milliseconds first{5'000};   ///< after the first failure; doubled with each more
    std::chrono::milliseconds most{300'000};  ///< never longer than this
};

/// Remembers whether one engine of a chain is worth asking. Thread-safe.
class Quarantine {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// @param now tests put their own time in its place
    explicit Quarantine(QuarantineSettings settings = {},
                        std::function<TimePoint()> now = std::chrono::steady_clock::now);

    /// Whether to ask the engine. When its time is up one caller is told so, to try it, and the
    /// others wait for what comes of that.
    [[nodiscard]] bool admits();

    /// @return whether it had been left out until now
    bool succeeded();
    /// @return for how long it is left out
    std::chrono::milliseconds failed();

  private:
    QuarantineSettings settings_;
    std::function<TimePoint()> now_;
    std::mutex mutex_;
    std::chrono::milliseconds delay_{0};  // guarded; 0: not left out
    TimePoint until_;                     // guarded
};

/// Whether the error tells of the engine's state and not of what it was asked for.
[[nodiscard]] bool is_outage(const Error& error);

}  // namespace utter::speech
