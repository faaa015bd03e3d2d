#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace utter::bus {

/// A connected, non-blocking byte stream: TCP, a Unix socket, or TLS over either. One thread.
class Transport {
  public:
    enum class Status : std::uint8_t {
        done,    ///< `bytes` were moved
        again,   ///< nothing can be moved now
        closed,  ///< the peer has closed its side
        failed,  ///< the connection is broken
    };
    struct Moved {
        Status status = Status::done;
        std::size_t bytes = 0;
    };

    Transport() = default;
    virtual ~Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    Transport(Transport&&) = delete;
    Transport& operator=(Transport&&) = delete;

    [[nodiscard]] virtual int descriptor() const noexcept = 0;
    [[nodiscard]] virtual Moved read(std::span<char> into) = 0;
    /// Bytes that were received and that poll(2) no longer tells of.
    [[nodiscard]] virtual bool has_pending() const noexcept { return false; }
    /// Moves bytes from the front of `pieces`, which may be none.
    [[nodiscard]] virtual Moved write(std::span<const iovec> pieces) = 0;
    /// Whether something waits for the socket to take bytes again. Ask after every read() and
    /// write(), since TLS has words of its own to send in both; while it is true, watch for
    /// writability and then call write(), with no pieces if there are none. When it is false and
    /// write() said `again`, only what the peer sends next can change that: TLS still shakes hands.
    [[nodiscard]] virtual bool wants_write() const noexcept = 0;
    /// Why the last call said `failed`, in words.
    [[nodiscard]] virtual std::string failure() const = 0;
    /// Ends our side; what was written still arrives.
    virtual void shut_down() noexcept = 0;
};

/// Makes one of a connected socket, which it takes over.
using MakeTransport = std::function<std::unique_ptr<Transport>(int descriptor)>;

/// Takes over a connected socket; it is made non-blocking.
[[nodiscard]] std::unique_ptr<Transport> make_socket_transport(int descriptor);

}  // namespace utter::bus
