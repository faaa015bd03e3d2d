#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "utter/bus/bus.hpp"
#include "utter/core/result.hpp"

namespace utter::runtime {
class EventLoop;
}

namespace utter::bus {

struct BusClientSettings {
    std::string url = "ws://127.0.0.1:8181/core";
    std::size_t frame_bytes_max = std::size_t{10} * 1024 * 1024;
    /// What may wait while the bus is away; beyond it the oldest messages are dropped and logged.
    std::size_t queue_bytes_max = std::size_t{16} * 1024 * 1024;
    std::chrono::milliseconds connect_time_max{3000};
    std::chrono::milliseconds retry_min{100};   ///< first pause before trying again
    std::chrono::milliseconds retry_max{5000};  ///< pauses double up to this, with jitter
};

/// A bus in another process, over WebSocket. Keeps itself connected: after a loss it tries again
/// with growing pauses, and what is published meanwhile waits in a bounded queue. Subscriptions
/// survive. Lives on one EventLoop; publish() and subscribe() may be called from any thread.
class BusClient final : public Bus {
  public:
    /// Starts connecting. @return invalid_argument when the URL is not ws://host:port/path.
    [[nodiscard]] static Result<std::unique_ptr<BusClient>> start(runtime::EventLoop& loop,
                                                                  BusClientSettings settings);
    ~BusClient() override;
    BusClient(const BusClient&) = delete;
    BusClient& operator=(const BusClient&) = delete;
    BusClient(BusClient&&) = delete;
    BusClient& operator=(BusClient&&) = delete;

    void publish(Message message) override;
    [[nodiscard]] Subscription subscribe(TopicFilter filter,
                                         Executor& executor,
                                         Handler handler) override;

    /// Called on the loop after each time the connection comes up, the first included; the place
    /// to register again, because a bus that restarted has forgotten everything.
    void on_connected(std::function<void()> handler);

    [[nodiscard]] bool connected() const noexcept;

    /// Why the last attempt to connect failed; empty when none has.
    [[nodiscard]] std::string last_error() const;

    /// Sends what is queued, then closes and stays closed. Run the loop until connected() is false
    /// or patience ends.
    void begin_close();

  private:
    struct Impl;
    explicit BusClient(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace utter::bus
