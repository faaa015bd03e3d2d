#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "utter/bus/transport.hpp"
#include "utter/core/result.hpp"
#include "utter/web/gate.hpp"
#include "utter/web/router.hpp"

namespace utter::runtime {
class EventLoop;
}

namespace utter::web {

/// Address and limits of an HTTP server.
struct ServerSettings {
    std::string host = "127.0.0.1";  ///< an address, not a name
    std::uint16_t port = 8080;       ///< 0: any free one
    /// Makes TLS of a socket that connected, which it takes over; empty: no TLS.
    bus::MakeTransport make_tls;
    std::size_t connections_max = 2048;
    /// Bytes of bodies that are being read, of all connections together.
    std::size_t body_bytes_max = std::size_t{256} * 1024 * 1024;
    /// Bytes waiting for one WebSocket client; beyond it the client is closed (1008).
    std::size_t socket_queue_bytes_max = std::size_t{4} * 1024 * 1024;
    std::chrono::seconds idle_time_max{
        60};  ///< between two requests, and between two pieces of one
};

/// HTTP/1.1 and WebSocket for the parts that have a door of their own. A handler that throws costs
/// its client a 500 and nobody else anything. Lives on one EventLoop; construct, use and destroy it
/// there. Spec: RFC 9110, RFC 9112, RFC 6455, RFC 9457.
class Server {
  public:
    /// Binds and starts to accept; all but settings outlive it.
    /// @return io naming address and port when it cannot bind
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(runtime::EventLoop& loop,
                                                               ServerSettings settings,
                                                               Gate& gate,
                                                               const Router& router);
    /// Cuts every connection and runs nothing more.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::size_t connections() const noexcept;
    /// TLS for those who connect from now on, as in the settings.
    void set_tls(bus::MakeTransport make_tls);

    /// Accepts no more and says goodbye to WebSockets (1001); run the loop until connections() is 0
    /// or patience ends.
    void begin_close();

    struct Impl;  ///< the server's own

  private:
    explicit Server(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace utter::web
