#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "utter/core/result.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::runtime {

/// Time since the machine started, sleep included; setting the clock does not move it. Any thread.
[[nodiscard]] std::chrono::microseconds uptime();

/// Tells when somebody has set the system's clock, or the machine has slept.
class ClockWatch {
  public:
    /// Calls `handler` on the loop, which outlives this. @return `io` when the kernel refuses.
    [[nodiscard]] static Result<std::unique_ptr<ClockWatch>> start(EventLoop& loop,
                                                                   std::function<void()> handler);
    ~ClockWatch();
    ClockWatch(const ClockWatch&) = delete;
    ClockWatch& operator=(const ClockWatch&) = delete;
    ClockWatch(ClockWatch&&) = delete;
    ClockWatch& operator=(ClockWatch&&) = delete;

  private:
    struct Impl;
    explicit ClockWatch(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace utter::runtime
