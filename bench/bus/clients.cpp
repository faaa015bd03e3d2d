#include "clients.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

namespace bus_bench {

std::span<char> read_buffer() {
    static std::vector<char> buffer(read_buffer_bytes);
    return buffer;
}

std::string& inner_buffer() {
    static std::string buffer;
    return buffer;
}

Client::Client(const Target& target, std::size_t number, bool subscribe)
    : socket_(connect_to(target.address)),
      protocol_(target.protocol),
      subscribes_(subscribe),
      ready_(target.protocol == Protocol::ovos || target.protocol == Protocol::raw) {
    if (over_websocket(protocol_)) upgrade(target);
    send_all(socket_, greeting(protocol_, number, subscribe));
    while (!ready_) {
        receive([](std::string_view) {});
        if (!open_) throw SetupError("the server refused client " + std::to_string(number));
    }
}

void Client::upgrade(const Target& target) {
    auto request = fmt::format(
        "GET {} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n",
        target.path);
    if (protocol_ == Protocol::mqtt_ws) request += "Sec-WebSocket-Protocol: mqtt\r\n";
    for (const auto& header : target.headers) request += header + "\r\n";
    send_all(socket_, request + "\r\n");

    std::string answer;
    std::array<char, 4096> piece{};
    std::size_t end = std::string::npos;
    while ((end = answer.find("\r\n\r\n")) == std::string::npos) {
        answer.append(piece.data(), receive_some(socket_, piece));
    }
    if (!answer.starts_with("HTTP/1.1 101")) {
        throw SetupError("no upgrade: " + answer.substr(0, answer.find("\r\n")));
    }
    left_ = answer.substr(end + 4);
}

std::size_t Client::take(std::span<char> buffer, std::string& left) {
    std::copy(left.begin(), left.end(), buffer.begin());
    const auto room = buffer.subspan(left.size());
    const auto received = ::recv(socket_.fd(), room.data(), room.size(), 0);
    if (received == 0 || (received < 0 && errno != EAGAIN && errno != EINTR)) open_ = false;
    if (received < 0 && !ready_) throw SetupError("the server does not confirm the greeting");
    return left.size() + static_cast<std::size_t>(std::max<ssize_t>(received, 0));
}

void Client::on_control(Item item, std::string_view payload) {
    if (item == Item::ready) ready_ = true;
    if (item == Item::closed) open_ = false;
    if (item != Item::ping) return;
    const bool nats = protocol_ == Protocol::nats || protocol_ == Protocol::nats_ws;
    const std::string pong = nats ? "PONG\r\n" : websocket_frame(0xa, payload, true);
    replies_ += protocol_ == Protocol::nats_ws ? websocket_frame(0x2, pong, true) : pong;
    if (replies_at_once) send_replies();
}

std::size_t Client::send(std::string_view bytes) {
    const auto sent = ::send(socket_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) open_ = false;
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

void Client::send_replies() {
    // A pong is a few bytes on a socket that sends nothing else: it fits or the client is lost.
    if (!replies_.empty() && send(replies_) != replies_.size()) open_ = false;
    replies_.clear();
}

Poll::Poll() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), events_(256) {}

void Poll::add(const Client& client, std::size_t index) {
    make_non_blocking(client.socket());
    epoll_event event{.events = EPOLLIN, .data = {.u64 = index}};
    ::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, client.socket().fd(), &event);
}

void Poll::want_write(const Client& client, std::size_t index, bool on) {
    epoll_event event{.events = EPOLLIN | (on ? EPOLLOUT : 0U), .data = {.u64 = index}};
    ::epoll_ctl(epoll_.fd(), EPOLL_CTL_MOD, client.socket().fd(), &event);
}

void Poll::remove(const Client& client) {
    ::epoll_ctl(epoll_.fd(), EPOLL_CTL_DEL, client.socket().fd(), nullptr);
}

std::span<const epoll_event> Poll::wait(std::int64_t timeout_ns) {
    constexpr std::int64_t ns_per_s = 1'000'000'000;
    const timespec timeout{.tv_sec = timeout_ns / ns_per_s, .tv_nsec = timeout_ns % ns_per_s};
    const auto ready = ::epoll_pwait2(epoll_.fd(),
                                      events_.data(),
                                      static_cast<int>(events_.size()),
                                      timeout_ns < 0 ? nullptr : &timeout,
                                      nullptr);
    return {events_.data(), static_cast<std::size_t>(std::max(ready, 0))};
}

}  // namespace bus_bench
