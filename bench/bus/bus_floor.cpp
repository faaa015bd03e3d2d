// The floor of the machine: writes prepared frames to every client as fast as the sockets take
// them, or sends back what one client sends. What a bus does beyond this is its own cost.

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <map>
#include <vector>

#include "message.hpp"
#include "net.hpp"

namespace {

using namespace bus_bench;

constexpr std::size_t turn_bytes = 60'000;  // one write of the usual size

struct Receiver {
    Socket socket;
    std::size_t at = 0;  // in the prepared frames
};

// Gives one client its turn: up to `turn_bytes` in writes of `frames`. @return false when it is
// gone
bool fill(Receiver& receiver, std::string_view frames) {
    for (std::size_t given = 0; given < turn_bytes;) {
        const auto rest = frames.substr(receiver.at);
        const auto sent = ::send(receiver.socket.fd(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return errno == EAGAIN;
        receiver.at = (receiver.at + static_cast<std::size_t>(sent)) % frames.size();
        given += static_cast<std::size_t>(sent);
    }
    return true;
}

[[noreturn]] void send_prepared(const Socket& listener, std::string_view frames) {
    const Socket epoll(::epoll_create1(EPOLL_CLOEXEC));
    epoll_event listening{.events = EPOLLIN, .data = {.fd = listener.fd()}};
    ::epoll_ctl(epoll.fd(), EPOLL_CTL_ADD, listener.fd(), &listening);
    std::map<int, Receiver> receivers;
    std::vector<epoll_event> events(256);
    for (;;) {
        const auto ready =
            ::epoll_wait(epoll.fd(), events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < ready; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listener.fd()) {
                auto socket = accept_from(listener);
                make_non_blocking(socket);
                epoll_event writable{.events = EPOLLOUT, .data = {.fd = socket.fd()}};
                ::epoll_ctl(epoll.fd(), EPOLL_CTL_ADD, socket.fd(), &writable);
                receivers[writable.data.fd].socket = std::move(socket);
                continue;
            }
            if (!fill(receivers[fd], frames)) receivers.erase(fd);
        }
    }
}

[[noreturn]] void echo(const Socket& listener) {
    std::vector<char> buffer(65536);
    for (;;) {
        const auto socket = accept_from(listener);
        for (;;) {
            const auto received = ::recv(socket.fd(), buffer.data(), buffer.size(), 0);
            if (received <= 0) break;
            send_all(socket, {buffer.data(), static_cast<std::size_t>(received)});
        }
    }
}

int run(int argc, char** argv) {
    CLI::App app{"Sends prepared WebSocket frames, or echoes, without looking at anything."};
    std::string address;
    std::size_t message_bytes = 600;
    std::size_t write_bytes = 65'536;
    bool echoing = false;
    app.add_option("address", address, "tcp:host:port or unix:/path")->required();
    app.add_option("--message-bytes", message_bytes, "Payload of a frame")->capture_default_str();
    app.add_option("--write-bytes", write_bytes, "Handed to a socket at once, 0: one frame")
        ->capture_default_str();
    app.add_flag("--echo", echoing, "Send back what comes, one client at a time");
    CLI11_PARSE(app, argc, argv);

    const auto listener = listen_on(address);
    if (echoing) echo(listener);
    const auto frame =
        publish_frame(Protocol::raw, ovos_message("ovos.utterance.handle", message_bytes));
    std::string frames;
    do {
        frames += frame;
    } while (frames.size() + frame.size() <= write_bytes);
    send_prepared(listener, frames);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "bus_floor: {}\n", error.what());
        return 1;
    }
}
