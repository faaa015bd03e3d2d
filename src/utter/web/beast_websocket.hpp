#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "utter/web/stream.hpp"
#include "utter/web/websocket.hpp"

namespace utter::web {

/// A WebSocket over Beast; only the server's own files include this.
class BeastWebSocket final : public WebSocket, public std::enable_shared_from_this<BeastWebSocket> {
  public:
    struct Limits {
        std::size_t frame_bytes_max = 0;
        std::size_t queue_bytes_max = 0;
        std::chrono::seconds idle_time_max{60};  ///< of silence, pings unanswered
    };
    BeastWebSocket(Stream stream, Limits limits);

    using Messages = boost::beast::websocket::stream<Stream, false>;
    [[nodiscard]] Messages& stream() noexcept { return stream_; }

    [[nodiscard]] boost::asio::awaitable<std::optional<Frame>> read() override;
    void send_text(std::string text) override { send({false, std::move(text)}); }
    void send_binary(std::string bytes) override { send({true, std::move(bytes)}); }
    [[nodiscard]] std::size_t queued_bytes() const noexcept override { return queued_bytes_; }
    [[nodiscard]] bool is_open() const noexcept override { return open_ && !closing_; }
    void close(std::uint16_t code, std::string_view reason) override;
    /// Ends the connection at once.
    void cut();

  private:
    void send(Frame frame);
    void write_next();
    void on_written(boost::beast::error_code error);
    void say_goodbye();

    Limits limits_;
    Messages stream_;
    boost::beast::flat_buffer buffer_;
    std::deque<Frame> queue_;  // the first is being written
    std::size_t queued_bytes_ = 0;
    bool open_ = true;
    bool writing_ = false;
    bool closing_ = false;
    boost::beast::websocket::close_reason reason_;
};

}  // namespace utter::web
