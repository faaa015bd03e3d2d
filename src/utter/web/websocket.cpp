#include "utter/web/beast_websocket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/runtime/async.hpp"

namespace utter::web {

namespace asio = boost::asio;
namespace beast = boost::beast;

BeastWebSocket::BeastWebSocket(Stream stream, Limits limits)
    : limits_(limits), stream_(std::move(stream)) {
    beast::websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = std::chrono::seconds(10);
    timeout.idle_timeout = limits.idle_time_max;
    timeout.keep_alive_pings = true;
    stream_.set_option(timeout);
    stream_.read_message_max(limits.frame_bytes_max);
    stream_.auto_fragment(false);
}

asio::awaitable<std::optional<WebSocket::Frame>> BeastWebSocket::read() {
    beast::error_code error;
    buffer_.clear();
    co_await stream_.async_read(buffer_, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        open_ = false;
        co_await runtime::throw_if_cancelled();
        co_return std::nullopt;
    }
    Frame frame{stream_.got_binary(), beast::buffers_to_string(buffer_.data())};
    co_return frame;
}

void BeastWebSocket::send(Frame frame) {
    if (!open_ || closing_) return;
    queued_bytes_ += frame.bytes.size();
    if (queued_bytes_ > limits_.queue_bytes_max) {
        log::warning("web.slow_client", {{"queued_bytes", queued_bytes_}});
        cut();
        return;
    }
    queue_.push_back(std::move(frame));
    if (!writing_) write_next();
}

void BeastWebSocket::write_next() {
    writing_ = true;
    stream_.binary(queue_.front().is_binary);
    stream_.async_write(asio::buffer(queue_.front().bytes),
                        [self = shared_from_this()](beast::error_code error, std::size_t) {
                            self->on_written(error);
                        });
}

void BeastWebSocket::on_written(beast::error_code error) {
    queued_bytes_ -= queue_.front().bytes.size();
    queue_.pop_front();
    writing_ = false;
    if (error || !open_) {
        open_ = false;
        queue_.clear();
        queued_bytes_ = 0;
        return;
    }
    if (!queue_.empty()) {
        write_next();
    } else if (closing_) {
        say_goodbye();
    }
}

void BeastWebSocket::close(std::uint16_t code, std::string_view reason) {
    if (!open_ || closing_) return;
    closing_ = true;
    reason_.code = code;
    reason_.reason.assign(reason.data(), std::min<std::size_t>(reason.size(), 120));
    if (!writing_) say_goodbye();
}

void BeastWebSocket::say_goodbye() {
    stream_.async_close(reason_, [self = shared_from_this()](beast::error_code) {
        self->open_ = false;
        self->cut();
    });
}

void BeastWebSocket::cut() {
    open_ = false;
    stream_.next_layer().close();
}

}  // namespace utter::web
