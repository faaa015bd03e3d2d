#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

/// Sockets of the bus benchmark: blocking to set up, non-blocking while it runs.
namespace bus_bench {

/// What went wrong while setting up; ends the program.
struct SetupError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A file descriptor that is closed with its owner.
class Socket {
  public:
    Socket() = default;
    explicit Socket(int fd) : fd_(fd) {}
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket();

    [[nodiscard]] int fd() const noexcept { return fd_; }

  private:
    int fd_ = -1;
};

/// Connects to or listens on `tcp:host:port` (numeric host) or `unix:/path`. TCP has TCP_NODELAY.
[[nodiscard]] Socket connect_to(std::string_view address);
[[nodiscard]] Socket listen_on(std::string_view address);
[[nodiscard]] Socket accept_from(const Socket& listener);

void make_non_blocking(const Socket& socket);

/// Writes everything, waiting as long as it takes; throws when the peer is gone.
void send_all(const Socket& socket, std::string_view bytes);

/// Reads what is there, waiting for at least one byte up to 10 s; throws when the peer is gone.
std::size_t receive_some(const Socket& socket, std::span<char> into);

}  // namespace bus_bench
