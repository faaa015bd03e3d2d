#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "utter/core/executor.hpp"
#include "utter/core/timers.hpp"

namespace boost::asio {
class io_context;  // NOLINT(readability-identifier-naming): Boost's name
}

namespace utter::runtime {

/// The program's one event loop: everything that waits for sockets, timers or messages runs on
/// the thread that calls run(). Work that burns CPU belongs on a WorkerPool.
class EventLoop final : public Executor, public Timers {
  public:
    EventLoop();
    ~EventLoop() override;
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;
    EventLoop(EventLoop&&) = delete;
    EventLoop& operator=(EventLoop&&) = delete;

    void post(Work work) override;
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay,
                                    Executor& executor,
                                    Work work) override;

    /// Timers that are set and have neither fired nor been cancelled; from any thread.
    [[nodiscard]] std::size_t pending_timers() const noexcept;

    /// Runs until stop(). Exceptions that escape work are logged and the loop goes on.
    void run();
    /// Runs until `done()` holds or `limit` has passed. @return whether it held.
    bool run_until(const std::function<bool()>& done, std::chrono::milliseconds limit);
    /// Makes run() return soon; from any thread, or before run() for the next call.
    void stop();

    /// Calls `handler` on the loop for the first SIGINT or SIGTERM; a second one ends the process
    /// at once with status 128 + signal, for a user who will not wait.
    void on_stop_signal(std::function<void(int signal)> handler);

    /// Calls `handler` on the loop at each SIGHUP, the signal to read files again. When it comes
    /// because the terminal that the process was started from is gone, it is a stop signal instead.
    /// @return keeps the handler; it is called no more when that goes, which is on the loop's
    /// thread
    [[nodiscard]] std::shared_ptr<void> on_reload_signal(std::function<void()> handler);

    [[nodiscard]] boost::asio::io_context& context() noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::runtime
