#include "utter/speech/engines/wyoming/socket.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace utter::speech::wyoming {
namespace {

using Clock = std::chrono::steady_clock;

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t bytes = 0;
};

// The system's resolver has no time limit, so a name is looked up on a thread that may be left
// behind; it owns all that it touches.
struct Lookup {
    std::string host;
    std::string port;
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    int status = 0;
    std::vector<SocketAddress> found;

    void run(int flags) {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_NUMERICSERV | flags;
        addrinfo* list = nullptr;
        const int result = getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
        std::vector<SocketAddress> addresses;
        for (const auto* one = list; one != nullptr; one = one->ai_next) {
            SocketAddress made;
            std::memcpy(&made.storage, one->ai_addr, one->ai_addrlen);
            made.bytes = one->ai_addrlen;
            addresses.push_back(made);
        }
        if (list != nullptr) freeaddrinfo(list);
        const std::lock_guard lock(mutex);
        status = result;
        found = std::move(addresses);
        done = true;
        changed.notify_all();
    }
};

std::unexpected<Error> system_failure(std::string_view what, int error) {
    return fail(ErrorCode::unavailable,
                std::string(what) + ": " + std::generic_category().message(error));
}

Result<std::vector<SocketAddress>> resolve(const Address& address, Clock::time_point deadline) {
    const auto lookup = std::make_shared<Lookup>();
    lookup->host = address.host;
    lookup->port = std::to_string(address.port);
    lookup->run(AI_NUMERICHOST);
    if (lookup->status == 0) return std::move(lookup->found);

    lookup->done = false;
    std::thread([lookup] { lookup->run(0); }).detach();
    std::unique_lock lock(lookup->mutex);
    if (!lookup->changed.wait_until(lock, deadline, [&lookup] { return lookup->done; })) {
        return fail(ErrorCode::timeout, "has a host name that could not be looked up in time");
    }
    if (lookup->status != 0) {
        return fail(
            ErrorCode::unavailable,
            std::string("has a host name that cannot be found: ") + gai_strerror(lookup->status));
    }
    return std::move(lookup->found);
}

SocketAddress unix_address(const std::string& path) {
    SocketAddress made;
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path, path.data(), std::min(path.size(), sizeof name.sun_path - 1));
    std::memcpy(&made.storage, &name, sizeof name);
    made.bytes = sizeof name;
    return made;
}

Result<int> connect_one(const SocketAddress& address, Clock::time_point deadline) {
    const int descriptor =
        ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return system_failure("cannot be reached", errno);
    const int yes = 1;  // audio goes in small pieces, which shall not wait for each other
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    int error = 0;
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address.storage), address.bytes) !=
        0) {
        error = errno;
    }
    if (error == EINPROGRESS || error == EINTR) {
        pollfd watched{descriptor, POLLOUT, 0};
        int ready = 0;
        do {
            ready = ::poll(&watched, 1, milliseconds_until(deadline));
        } while (ready < 0 && errno == EINTR);
        if (ready == 0) {
            ::close(descriptor);
            return fail(ErrorCode::timeout, "did not accept the connection in time");
        }
        socklen_t bytes = sizeof error;
        ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &bytes);
    }
    if (error != 0) {
        ::close(descriptor);
        return system_failure("cannot be reached", error);
    }
    return descriptor;
}

}  // namespace

int milliseconds_until(Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

Result<int> connect_socket(const Address& address, std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    if (!address.path.empty()) return connect_one(unix_address(address.path), deadline);
    const auto found = resolve(address, deadline);
    if (!found) return std::unexpected(found.error());
    Result<int> connected = fail(ErrorCode::unavailable, "has a host name without an address");
    for (std::size_t i = 0; i < found->size(); ++i) {
        const auto share = (deadline - Clock::now()) / static_cast<int>(found->size() - i);
        connected = connect_one((*found)[i], Clock::now() + share);
        if (connected) break;
    }
    return connected;
}

}  // namespace utter::speech::wyoming
