#include "utter/speech/engines/wyoming/server.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/speech/engines/wyoming/socket.hpp"

namespace utter::speech::wyoming {
namespace {

// The kernel holds those that have not been accepted yet.
constexpr int waiting_max = 16;
// A client that goes on and on; another connection is cheap.
constexpr std::chrono::hours connection_age_max{24};

std::string url_of(const Address& address) {
    if (!address.path.empty()) return "unix://" + address.path;
    const bool v6 = address.host.contains(':');
    return "tcp://" + (v6 ? "[" + address.host + "]" : address.host) + ":" +
           std::to_string(address.port);
}

std::unexpected<Error> cannot_listen(const Address& address, const std::string& why) {
    return fail(ErrorCode::io, "cannot listen on " + url_of(address) + ": " + why);
}

Result<int> listening(int descriptor,
                      const sockaddr* name,
                      socklen_t bytes,
                      const Address& address) {
    if (descriptor < 0 || ::bind(descriptor, name, bytes) != 0 ||
        ::listen(descriptor, waiting_max) != 0) {
        const auto why = std::generic_category().message(errno);
        if (descriptor >= 0) ::close(descriptor);
        return cannot_listen(address, why);
    }
    return descriptor;
}

Result<int> listen_on_path(const Address& address) {
    // Only what is a socket and abandoned is removed.
    struct stat found{};
    if (::lstat(address.path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode)) {
        if (const auto other = connect_socket(address, std::chrono::milliseconds(500))) {
            ::close(*other);
            return cannot_listen(address, "another program does");
        }
        ::unlink(address.path.c_str());
    }
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path,
                address.path.data(),
                std::min(address.path.size(), sizeof name.sun_path - 1));
    return listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
                     reinterpret_cast<const sockaddr*>(&name),
                     sizeof name,
                     address);
}

Result<int> listen_on_port(Address& address) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* list = nullptr;
    const auto port = std::to_string(address.port);
    if (const int status = getaddrinfo(address.host.c_str(), port.c_str(), &hints, &list);
        status != 0) {
        return cannot_listen(address, gai_strerror(status));
    }
    const int descriptor = ::socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;  // a restart need not wait for old connections
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    auto made = listening(descriptor, list->ai_addr, list->ai_addrlen, address);
    freeaddrinfo(list);
    if (!made) return made;
    sockaddr_storage bound{};
    socklen_t bytes = sizeof bound;
    ::getsockname(*made, reinterpret_cast<sockaddr*>(&bound), &bytes);
    // The port stands at the same place for both families.
    address.port = ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
    return made;
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(ServerSettings settings, SpeechOffer& offer) {
    const auto listener = settings.address.path.empty() ? listen_on_port(settings.address)
                                                        : listen_on_path(settings.address);
    if (!listener) return std::unexpected(listener.error());
    return std::unique_ptr<Server>(new Server(std::move(settings), offer, *listener));
}

Server::Server(ServerSettings settings, SpeechOffer& offer, int listener)
    : settings_(std::move(settings)),
      offer_(offer),
      listener_(listener),
      acceptor_([this] { accept_all(); }) {}

Server::~Server() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    if (!settings_.address.path.empty()) ::unlink(settings_.address.path.c_str());
    {
        const std::lock_guard lock(mutex_);
        for (const auto& client : clients_) {
            if (!client.done) ::shutdown(client.descriptor, SHUT_RDWR);
        }
    }
    for (auto& client : clients_) client.thread.join();  // nobody adds to them now
}

std::string Server::url() const {
    return url_of(settings_.address);
}

void Server::accept_all() {
    while (true) {
        const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor < 0) {
            if (errno == EINTR || errno == ECONNABORTED) continue;
            if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM) return;
            // Out of descriptors or memory: those who are served will give some back.
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            continue;
        }
        forget_done();
        const std::lock_guard lock(mutex_);
        if (clients_.size() >= settings_.connections_max) {
            const auto refusal = encode(
                {"error", {{"text", "too many clients; try again later"}, {"code", "limit"}}, {}});
            // It fits the buffer of a new socket; if not, the client learns by being closed.
            std::ignore = ::send(descriptor, refusal.data(), refusal.size(), MSG_NOSIGNAL);
            ::close(descriptor);
            continue;
        }
        auto& client = clients_.emplace_back();
        client.descriptor = descriptor;
        client.thread = std::thread([this, &client] { serve(client); });
    }
}

void Server::serve(Client& client) {
    const auto idle = std::chrono::milliseconds(settings_.idle_max);
    auto connection = Connection::adopt(
        client.descriptor, {.connect = idle, .idle = idle, .total = connection_age_max});
    SpeechSession session(offer_);
    const auto send = [&connection](const Event& event) { return connection.send(event); };
    while (true) {
        const auto event = connection.receive();
        if (!event) {
            log::debug("wyoming.client_gone", {{"reason", event.error().detail}});
            break;
        }
        if (auto taken = session.take(*event, send); !taken) {
            log::debug("wyoming.client_gone", {{"reason", taken.error().detail}});
            break;
        }
    }
    // Marked before the descriptor is closed and somebody else's.
    const std::lock_guard lock(mutex_);
    client.done = true;
}

void Server::forget_done() {
    std::list<Client> done;
    {
        const std::lock_guard lock(mutex_);
        for (auto it = clients_.begin(); it != clients_.end();) {
            const auto next = std::next(it);
            if (it->done) done.splice(done.end(), clients_, it);
            it = next;
        }
    }
    for (auto& client : done) client.thread.join();
}

}  // namespace utter::speech::wyoming
