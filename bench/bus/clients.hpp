#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "message.hpp"
#include "net.hpp"
#include "split.hpp"

/// The clients that load a server: connected one after the other, then read from one epoll loop.
namespace bus_bench {

struct Target {
    std::string address;  ///< tcp:host:port or unix:/path
    Protocol protocol = Protocol::ovos;
    std::string path = "/core";        ///< of the WebSocket
    std::vector<std::string> headers;  ///< further lines of the upgrade request: "Name: value"
};

/// One connection. Counts data frames; its own thread only.
class Client {
  public:
    /// Connects and, when it subscribes, returns once the server has confirmed that. The socket
    /// blocks (receiving for 10 s at most) until a Poll takes it.
    Client(const Target& target, std::size_t number, bool subscribe);

    /// Takes what is there and calls `on_message(payload)` for each message. A ping is answered.
    template <typename OnMessage>
    void receive(OnMessage&& on_message);

    [[nodiscard]] const Socket& socket() const noexcept { return socket_; }
    [[nodiscard]] bool open() const noexcept { return open_; }

    /// Sends as much as the socket takes. @return bytes taken
    std::size_t send(std::string_view bytes);

    /// Sends owed pongs; only between two frames.
    void send_replies();

    std::int64_t received = 0;
    std::int64_t received_bytes = 0;  ///< payload of those
    std::int64_t lost = 0;            ///< given up on
    bool replies_at_once = true;      ///< false for the publisher, which may be inside a frame

  private:
    void upgrade(const Target& target);
    std::size_t take(std::span<char> buffer, std::string& left);
    void on_control(Item item, std::string_view payload);
    template <typename OnItem>
    std::size_t split(std::string_view bytes, OnItem&& on_item);

    Socket socket_;
    Protocol protocol_;
    bool subscribes_;
    bool open_ = true;
    bool ready_ = false;
    std::string left_;            // received, not yet a whole frame
    std::string inner_left_;      // the same for the protocol inside WebSocket frames
    std::size_t frame_rest_ = 0;  // of the WebSocket frame that carries it
    std::string replies_;
};

/// The buffers that all clients read into; a client keeps only its unfinished frame.
inline constexpr std::size_t read_buffer_bytes = 512 * 1024;
[[nodiscard]] std::span<char> read_buffer();
[[nodiscard]] std::string& inner_buffer();

/// Waits for readable clients.
class Poll {
  public:
    Poll();
    /// Makes it non-blocking. `index` comes back from wait().
    void add(const Client& client, std::size_t index);
    void want_write(const Client& client, std::size_t index, bool on);
    void remove(const Client& client);
    /// @param timeout_ns -1: no limit
    [[nodiscard]] std::span<const epoll_event> wait(std::int64_t timeout_ns);

  private:
    Socket epoll_;
    std::vector<epoll_event> events_;
};

template <typename OnItem>
std::size_t Client::split(std::string_view bytes, OnItem&& on_item) {
    if (protocol_ == Protocol::nats || protocol_ == Protocol::nats_ws) {
        return split_nats(bytes, on_item);
    }
    if (protocol_ == Protocol::mqtt || protocol_ == Protocol::mqtt_ws) {
        return split_mqtt(bytes, subscribes_, on_item);
    }
    return split_websocket(bytes, on_item);
}

template <typename OnMessage>
void Client::receive(OnMessage&& on_message) {
    const auto buffer = read_buffer();
    const auto filled = take(buffer, left_);
    const std::string_view bytes(buffer.data(), filled);
    const auto on_item = [&](Item item, std::string_view payload) {
        if (item == Item::message) {
            on_message(payload);
        } else {
            on_control(item, payload);
        }
    };
    if (!over_websocket(protocol_) || protocol_ == Protocol::ovos) {
        left_.assign(bytes.substr(split(bytes, on_item)));
        return;
    }
    auto& inner = inner_buffer();
    inner.assign(inner_left_);
    const auto used =
        unwrap_websocket(bytes, frame_rest_, [&](Item item, std::string_view payload) {
            if (item == Item::message) {
                inner.append(payload);
            } else if (item == Item::closed) {
                open_ = false;
            }
        });
    left_.assign(bytes.substr(used));
    inner_left_.assign(std::string_view(inner).substr(split(inner, on_item)));
}

}  // namespace bus_bench
