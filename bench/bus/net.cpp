#include "net.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

namespace bus_bench {

namespace {

SetupError failed(std::string what) {
    return SetupError(std::move(what) + ": " + std::generic_category().message(errno));
}

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;

    [[nodiscard]] const sockaddr* get() const {
        return reinterpret_cast<const sockaddr*>(&storage);
    }
    [[nodiscard]] int family() const { return storage.ss_family; }
};

Address parse_unix(std::string_view path) {
    sockaddr_un local{};
    local.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof(local.sun_path)) {
        throw SetupError("a Unix socket's path has 1 to 107 characters: '" + std::string(path) +
                         "'");
    }
    std::memcpy(local.sun_path, path.data(), path.size());
    Address address;
    address.length = sizeof(local);
    std::memcpy(&address.storage, &local, sizeof(local));
    return address;
}

Address parse_tcp(std::string_view host_and_port) {
    const auto colon = host_and_port.rfind(':');
    const std::string host(host_and_port.substr(0, colon));
    sockaddr_in internet{};
    internet.sin_family = AF_INET;
    std::uint16_t port = 0;
    const auto* const end = host_and_port.data() + host_and_port.size();
    if (colon == std::string_view::npos ||
        std::from_chars(host_and_port.data() + colon + 1, end, port).ptr != end ||
        inet_pton(AF_INET, host.c_str(), &internet.sin_addr) != 1) {
        throw SetupError("not host:port with a numeric IPv4 host: '" + std::string(host_and_port) +
                         "'");
    }
    internet.sin_port = htons(port);
    Address address;
    address.length = sizeof(internet);
    std::memcpy(&address.storage, &internet, sizeof(internet));
    return address;
}

Address parse(std::string_view address) {
    if (address.starts_with("unix:")) return parse_unix(address.substr(5));
    if (address.starts_with("tcp:")) return parse_tcp(address.substr(4));
    throw SetupError("not tcp:host:port or unix:/path: '" + std::string(address) + "'");
}

void set_no_delay(const Socket& socket, int family) {
    const int on = 1;
    if (family == AF_INET) setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

Socket::~Socket() {
    if (fd_ >= 0) ::close(fd_);
}

Socket connect_to(std::string_view address) {
    const auto where = parse(address);
    Socket socket(::socket(where.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.fd() < 0 || ::connect(socket.fd(), where.get(), where.length) != 0) {
        throw failed("cannot connect to " + std::string(address));
    }
    set_no_delay(socket, where.family());
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return socket;
}

Socket listen_on(std::string_view address) {
    const auto where = parse(address);
    Socket socket(::socket(where.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (::bind(socket.fd(), where.get(), where.length) != 0 || ::listen(socket.fd(), 512) != 0) {
        throw failed("cannot listen on " + std::string(address));
    }
    return socket;
}

Socket accept_from(const Socket& listener) {
    sockaddr_storage peer{};
    socklen_t length = sizeof(peer);
    Socket socket(
        ::accept4(listener.fd(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC));
    if (socket.fd() < 0) throw failed("cannot accept");
    set_no_delay(socket, peer.ss_family);
    return socket;
}

void make_non_blocking(const Socket& socket) {
    if (::fcntl(socket.fd(), F_SETFL, O_NONBLOCK) != 0) throw failed("cannot stop blocking");
}

void send_all(const Socket& socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) throw failed("cannot send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::size_t receive_some(const Socket& socket, std::span<char> into) {
    const auto received = ::recv(socket.fd(), into.data(), into.size(), 0);
    if (received < 0) throw failed("cannot receive");
    if (received == 0) throw SetupError("the server closed the connection");
    return static_cast<std::size_t>(received);
}

}  // namespace bus_bench
