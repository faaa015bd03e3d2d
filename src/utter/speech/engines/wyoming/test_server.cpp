#include "utter/speech/engines/wyoming/test_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <utility>

namespace utter::speech::wyoming {
namespace {

void require(bool condition, const char* what) {
    if (condition) return;
    std::perror(what);
    std::abort();
}

json::object artifact(const std::string& name, bool installed = true) {
    return {{"name", name},
            {"attribution", {{"name", "tests"}, {"url", ""}}},
            {"installed", installed},
            {"description", nullptr},
            {"version", nullptr}};
}

json::object with(json::object object, std::string_view key, json::value value) {
    object[key] = std::move(value);
    return object;
}

}  // namespace

std::optional<Event> TestPeer::receive() {
    while (waiting_.empty()) {
        std::array<char, 65536> buffer;
        const auto got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
        if (got <= 0) return std::nullopt;
        if (!decoder_.feed(std::string_view(buffer.data(), static_cast<std::size_t>(got)),
                           waiting_)) {
            return std::nullopt;
        }
    }
    auto event = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    return event;
}

void TestPeer::send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void TestPeer::wait_until_gone() {
    std::array<char, 65536> buffer;
    while (::recv(descriptor_, buffer.data(), buffer.size(), 0) > 0) {
    }
}

TestServer::TestServer(Script script, std::string socket_path)
    : script_(std::move(script)), socket_path_(std::move(socket_path)) {
    if (socket_path_.empty()) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t bytes = sizeof address;
        require(::bind(listener_, generic, bytes) == 0, "bind");
        require(::getsockname(listener_, generic, &bytes) == 0, "getsockname");
        url_ = "tcp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    } else {
        listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, socket_path_.c_str(), sizeof address.sun_path - 1);
        ::unlink(socket_path_.c_str());
        require(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
                "bind");
        url_ = "unix://" + socket_path_;
    }
    require(::listen(listener_, 16) == 0, "listen");
    acceptor_ = std::thread([this] { accept_all(); });
}

TestServer::~TestServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const int descriptor : open_) ::shutdown(descriptor, SHUT_RDWR);
    }
    for (auto& script : scripts_) script.join();  // nobody adds to them now
    if (!socket_path_.empty()) ::unlink(socket_path_.c_str());
}

void TestServer::accept_all() {
    while (true) {
        const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) return;
        ++connections_;
        const std::lock_guard lock(mutex_);
        open_.push_back(descriptor);
        scripts_.emplace_back([this, descriptor] {
            TestPeer peer(descriptor);
            script_(peer);
            const std::lock_guard closing(mutex_);
            std::erase(open_, descriptor);
            ::close(descriptor);
        });
    }
}

TestServer::Script described_as(json::object info,
                                std::function<bool(TestPeer&, const Event&)> serve) {
    return [info = std::move(info), serve = std::move(serve)](TestPeer& peer) {
        while (const auto event = peer.receive()) {
            if (event->type == "describe") {
                peer.send({"info", info, {}});
            } else if (!serve(peer, *event)) {
                return;
            }
        }
    };
}

json::object hearing_info(std::vector<std::string> languages, const std::string& model) {
    auto made = with(artifact(model), "languages", json::array(languages.begin(), languages.end()));
    auto program = with(artifact("listener"), "models", json::array{std::move(made)});
    return {{"asr", json::array{std::move(program)}}};
}

json::object voice_info(const std::string& name,
                        std::vector<std::string> languages,
                        bool installed) {
    return with(
        artifact(name, installed), "languages", json::array(languages.begin(), languages.end()));
}

json::object speaking_info(std::vector<json::object> voices) {
    auto program = with(artifact("speaker"), "voices", json::array(voices.begin(), voices.end()));
    return {{"tts", json::array{std::move(program)}}};
}

}  // namespace utter::speech::wyoming
