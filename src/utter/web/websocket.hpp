#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace utter::web {

/// One accepted WebSocket. On the server's loop.
class WebSocket {
  public:
    struct Frame {
        bool is_binary = false;
        std::string bytes;
    };

    WebSocket() = default;
    virtual ~WebSocket() = default;
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;
    WebSocket(WebSocket&&) = delete;
    WebSocket& operator=(WebSocket&&) = delete;

    /// The next message. One reader at a time. @return nothing when the connection has ended
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<Frame>> read() = 0;

    /// Queues a message; what is queued past the limit closes the connection (1008), as the client
    /// does not read. After the end it does nothing.
    virtual void send_text(std::string text) = 0;
    virtual void send_binary(std::string bytes) = 0;
    /// Bytes that wait to be sent.
    [[nodiscard]] virtual std::size_t queued_bytes() const noexcept = 0;
    [[nodiscard]] virtual bool is_open() const noexcept = 0;

    /// Says goodbye after what is queued; the reader then finds the end.
    virtual void close(std::uint16_t code, std::string_view reason) = 0;
};

}  // namespace utter::web
