#pragma once

#include <sys/types.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "utter/bus/access.hpp"
#include "utter/bus/transport.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::runtime {
class EventLoop;
}

namespace utter::bus {

class FrameGate;
class LocalBus;

/// Address, locks and limits of the bus's doors.
struct BusServerSettings {
    std::string host = "127.0.0.1";  ///< an address, not a name
    std::uint16_t port = 8181;       ///< 0: any free one
    std::string path = "/core";
    std::string socket;  ///< path of a Unix socket to serve as well; empty: none
    /// Users besides root and our own who may connect to the Unix socket.
    std::vector<uid_t> socket_users;

    std::string keys_file;  ///< API keys; empty: everybody on the TCP port is let in
    Roles roles;
    std::vector<std::string> origins;  ///< browser origins let in besides those of this machine
    /// Makes TLS of a socket that connected to the TCP port, which it takes over; empty: no TLS.
    MakeTransport make_tls;

    FrameGate* gate = nullptr;  ///< looks at clients' frames first; outlives the server

    std::size_t frame_bytes_max = std::size_t{10} * 1024 * 1024;
    /// Bytes waiting for one client; beyond it the client is closed as too slow (code 1008).
    std::size_t client_queue_bytes_max = std::size_t{16} * 1024 * 1024;
    std::size_t clients_max = 256;
    std::chrono::seconds handshake_time_max{10};
    std::chrono::seconds ping_after{30};  ///< silence before a ping; twice this closes
};

/// Serves a bus to other processes: WebSocket at `path`, each text frame to every client, its
/// sender included, as OVOS clients expect; `GET /health` as JSON and `GET /metrics` for Prometheus
/// beside it. What it says on the wire, extensions included: docs/bus.md.
///
/// A frame that is no message is dropped and logged with the field that is wrong, and the
/// connection stays (OVOS-MSG-1 6.1). Frames over the limit and binary frames close their own
/// connection, with a reason. Lives on one EventLoop; construct, use and destroy it there.
class BusServer {
  public:
    /// Binds and starts accepting. @return io naming address and port when it cannot bind, or
    /// what is wrong with keys or certificate.
    [[nodiscard]] static Result<std::unique_ptr<BusServer>> start(runtime::EventLoop& loop,
                                                                  LocalBus& bus,
                                                                  BusServerSettings settings);
    /// Stops at once; begin_close() first lets clients leave in order.
    ~BusServer();
    BusServer(const BusServer&) = delete;
    BusServer& operator=(const BusServer&) = delete;
    BusServer(BusServer&&) = delete;
    BusServer& operator=(BusServer&&) = delete;

    /// The TCP port it listens on.
    [[nodiscard]] std::uint16_t port() const noexcept;
    [[nodiscard]] std::size_t clients() const noexcept;

    /// Who is connected, in the order they came: `client` (a number), `name` (of the key,
    /// `uid:1000` or "anonymous"), `limited` (by a role), `address` (an IP address, or "unix"),
    /// `seconds` since it came, and `topics`, the patterns it asked for, null for all.
    [[nodiscard]] json::array describe_clients() const;

    /// Serves `GET path` with JSON that `page` makes each time, to holders of a key, or where there
    /// are none to this machine under its own names.
    void serve_page(std::string path, std::function<std::string()> page);

    /// Appends what `metrics` makes, Prometheus text, to `GET /metrics`.
    void add_metrics(std::function<std::string()> metrics);

    /// Reads the key file again; clients whose key is gone are closed. When the file cannot be
    /// used, the keys in force stay and the error says why.
    [[nodiscard]] Result<void> reload_keys();
    /// TLS for those who connect from now on, as in the settings.
    void set_tls(MakeTransport make_tls);

    /// Stops accepting, sends what is queued and closes each client with code 1001. Run the loop
    /// until clients() is 0 or patience ends; destroying the server cuts whoever is left.
    void begin_close();

  private:
    struct Impl;
    explicit BusServer(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace utter::bus
