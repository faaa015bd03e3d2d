#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "utter/core/executor.hpp"

namespace utter {

/// A pending timer. Destroying or cancelling it before it is due means its work never starts;
/// a default-made one holds nothing. Use it from the executor its work runs on.
class TimerHandle {
  public:
    TimerHandle() = default;
    explicit TimerHandle(std::function<void()> cancel) : cancel_(std::move(cancel)) {}
    ~TimerHandle() { cancel(); }
    TimerHandle(TimerHandle&& other) noexcept : cancel_(std::exchange(other.cancel_, nullptr)) {}
    TimerHandle& operator=(TimerHandle&& other) noexcept {
        if (this != &other) {
            cancel();
            cancel_ = std::exchange(other.cancel_, nullptr);
        }
        return *this;
    }
    TimerHandle(const TimerHandle&) = delete;
    TimerHandle& operator=(const TimerHandle&) = delete;

    void cancel() noexcept {
        if (auto cancel = std::exchange(cancel_, nullptr)) cancel();
    }

  private:
    std::function<void()> cancel_;
};

/// Port: runs work later. Thread-safe.
class Timers {
  public:
    Timers() = default;
    virtual ~Timers() = default;
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;
    Timers(Timers&&) = delete;
    Timers& operator=(Timers&&) = delete;

    /// Posts `work` to `executor`, which must outlive the timer, once `delay` has passed.
    [[nodiscard]] virtual TimerHandle after(std::chrono::milliseconds delay,
                                            Executor& executor,
                                            Executor::Work work) = 0;
};

}  // namespace utter
