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

class Transport;

struct BusClientSettings {
    /// `ws://host:port/path`, `wss://host:port/path` (needs make_tls) or `unix:/path/to/socket`.
    std::string url = "ws://127.0.0.1:8181/core";
    std::string key;      ///< API key; empty: none is sent. Never logged.
    std::string ca_file;  ///< PEM certificates to trust for wss; empty: the system's
    /// Makes TLS of a connected socket, which it takes over, towards the server of this name.
    /// add_tls() of tls.hpp sets it; it stands here as a function so that the bus alone needs no
    /// TLS library.
    std::function<std::unique_ptr<Transport>(int descriptor, const std::string& server_name)>
        make_tls;

    std::size_t frame_bytes_max = std::size_t{10} * 1024 * 1024;
    /// What may wait while the bus is away; beyond it the oldest messages are dropped and logged.
    std::size_t queue_bytes_max = std::size_t{16} * 1024 * 1024;
    std::chrono::milliseconds connect_time_max{3000};  ///< name, connection and upgrade together
    std::chrono::milliseconds retry_min{100};          ///< first pause before trying again
    std::chrono::milliseconds retry_max{5000};         ///< pauses double up to this, with jitter
    /// Pause after a bus that is there has refused us, for want of a key for example: trying often
    /// would only lock out everybody at our address.
    std::chrono::milliseconds retry_refused{30'000};
    std::chrono::milliseconds ping_after{30'000};  ///< silence before a ping; twice this ends it
};

/// A bus in another process, over WebSocket. Keeps itself connected: after a loss it tries again
/// with growing pauses, and what is published meanwhile waits in a bounded queue. Subscriptions
/// survive; the bus is told which topics they want, so that one that knows our extension sends no
/// others (docs/bus.md, "Subscriptions"). Lives on one EventLoop; publish() and subscribe() may be
/// called from any thread.
class BusClient final : public Bus {
  public:
    /// Starts connecting. @return invalid_argument when the URL has none of the forms above, is
    /// wss:// without make_tls, or the key has characters no header can carry.
    [[nodiscard]] static Result<std::unique_ptr<BusClient>> start(runtime::EventLoop& loop,
                                                                  BusClientSettings settings);
    ~BusClient() override;
    BusClient(const BusClient&) = delete;
    BusClient& operator=(const BusClient&) = delete;
    BusClient(BusClient&&) = delete;
    BusClient& operator=(BusClient&&) = delete;

    /// What has been written when the connection breaks may be lost; all else goes out, in order,
    /// once it is back.
    void publish(Message message) override;
    /// In force before anything that is published after it.
    [[nodiscard]] Subscription subscribe(TopicFilter filter,
                                         Executor& executor,
                                         Handler handler) override;

    /// Called on the loop after each time the connection comes up, the first included; the place
    /// to register again, because a bus that restarted has forgotten everything.
    void on_connected(std::function<void()> handler);

    [[nodiscard]] bool connected() const noexcept;

    /// Why the last attempt to connect failed, or the last connection ended, in the bus's own
    /// words where it gave any; empty when none has.
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
