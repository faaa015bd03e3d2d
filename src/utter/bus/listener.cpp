#include "utter/bus/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::bus {
namespace {

constexpr int accepts_in_a_row = 64;

sockaddr* generic(sockaddr_storage& address) {
    return reinterpret_cast<sockaddr*>(&address);
}

// @return the size of the address, 0 when `host` is no address.
socklen_t fill_address(sockaddr_storage& storage, const std::string& host, std::uint16_t port) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
    if (::inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return sizeof *v4;
    }
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
    if (::inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        return sizeof *v6;
    }
    return 0;
}

std::string to_text(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
        ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
    } else if (address.ss_family == AF_INET6) {
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address);
        ::inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
    } else {
        return "unix";
    }
    return text.data();
}

// A socket file that refuses connections was left by a process that is gone.
bool is_abandoned(const sockaddr_un& address) {
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool refused =
        ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
        errno == ECONNREFUSED;
    ::close(probe);
    return refused;
}

std::unexpected<Error> cannot_listen(const std::string& where, int descriptor) {
    std::string detail = "cannot listen on " + where + ": " + std::strerror(errno);
    if (errno == EADDRINUSE) detail += "; another bus is running there (stop it, or set bus.port)";
    if (descriptor >= 0) ::close(descriptor);
    return fail(ErrorCode::io, std::move(detail));
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::tcp(Poller& poller,
                                                const std::string& host,
                                                std::uint16_t port,
                                                OnPeer on_peer) {
    sockaddr_storage address{};
    const auto size = fill_address(address, host, port);
    if (size == 0) {
        return fail(ErrorCode::invalid_argument, "bus.host '" + host + "' is not an IP address");
    }
    const auto where = host + ":" + std::to_string(port);
    const int descriptor =
        ::socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    if (descriptor < 0 ||
        ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        ::bind(descriptor, generic(address), size) != 0 || ::listen(descriptor, SOMAXCONN) != 0) {
        return cannot_listen(where, descriptor);
    }
    return std::unique_ptr<Listener>(new Listener(poller, descriptor, {}, std::move(on_peer)));
}

Result<std::unique_ptr<Listener>> Listener::local(Poller& poller,
                                                  const std::string& path,
                                                  OnPeer on_peer) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return fail(ErrorCode::invalid_argument,
                    "bus.socket is longer than a socket's path may be: " + path);
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    struct stat status{};
    if (::lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode) && is_abandoned(address)) {
        ::unlink(path.c_str());
    }
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    constexpr mode_t everybody = 0666;
    if (descriptor < 0 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::chmod(path.c_str(), everybody) != 0 || ::listen(descriptor, SOMAXCONN) != 0) {
        return cannot_listen(path, descriptor);
    }
    return std::unique_ptr<Listener>(new Listener(poller, descriptor, path, std::move(on_peer)));
}

Listener::Listener(Poller& poller, int descriptor, std::string path, OnPeer on_peer)
    : poller_(poller),
      descriptor_(descriptor),
      path_(std::move(path)),
      on_peer_(std::move(on_peer)) {
    poller_.add(descriptor_, EPOLLIN, *this);
}

Listener::~Listener() {
    poller_.remove(descriptor_);
    ::close(descriptor_);
    if (!path_.empty()) ::unlink(path_.c_str());
}

std::uint16_t Listener::port() const noexcept {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(descriptor_, generic(address), &size) != 0) return 0;
    if (address.ss_family == AF_INET) {
        return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
    }
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
}

void Listener::on_ready(std::uint32_t /*events*/) {
    for (int i = 0; i < accepts_in_a_row; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int peer =
            ::accept4(descriptor_, generic(address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (peer < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
                log::error("bus.accept_failed", {{"what", std::strerror(errno)}});
                poller_.modify(descriptor_, 0, *this);
                resting_ = true;
            }
            return;
        }
        NewPeer made{peer, to_text(address), std::nullopt};
        if (path_.empty()) {
            const int yes = 1;
            ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        } else {
            ucred credentials{};
            socklen_t length = sizeof credentials;
            if (::getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0) {
                made.user = credentials.uid;
            }
        }
        on_peer_(std::move(made));
    }
}

void Listener::wake() {
    if (!std::exchange(resting_, false)) return;
    poller_.modify(descriptor_, EPOLLIN, *this);
}

}  // namespace utter::bus
