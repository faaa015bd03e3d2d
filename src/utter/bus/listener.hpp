#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "utter/bus/poller.hpp"
#include "utter/core/result.hpp"

namespace utter::bus {

/// A peer that has just connected. The receiver owns the descriptor, which is non-blocking.
struct NewPeer {
    int descriptor = -1;
    std::string address;        ///< IP address, or "unix"
    std::optional<uid_t> user;  ///< of a Unix peer, as the kernel vouches for it
};

/// A listening socket. Lives on the poller's thread.
class Listener final : public PollSource {
  public:
    using OnPeer = std::function<void(NewPeer)>;

    /// Listens on an IP address. @return io naming address and port.
    [[nodiscard]] static Result<std::unique_ptr<Listener>> tcp(Poller& poller,
                                                               const std::string& host,
                                                               std::uint16_t port,
                                                               OnPeer on_peer);
    /// Listens on a Unix socket that everybody on this machine may try; who they are is looked at
    /// when they connect. A socket file nobody listens on any more is replaced; it is removed at
    /// the end. @return io naming the path.
    [[nodiscard]] static Result<std::unique_ptr<Listener>> local(Poller& poller,
                                                                 const std::string& path,
                                                                 OnPeer on_peer);
    ~Listener() override;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    Listener(Listener&&) = delete;
    Listener& operator=(Listener&&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept;

    void on_ready(std::uint32_t events) override;
    /// After the system refused a connection for want of descriptors the listener rests; this
    /// makes it go on. Call it now and then.
    void wake();

  private:
    Listener(Poller& poller, int descriptor, std::string path, OnPeer on_peer);

    Poller& poller_;
    const int descriptor_;
    const std::string path_;  // of a Unix socket; empty otherwise
    const OnPeer on_peer_;
    bool resting_ = false;
};

}  // namespace utter::bus
