#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "utter/speech/engines/wyoming/event.hpp"

/// A Wyoming service for tests, which does whatever a test wants of it, good or bad.
namespace utter::speech::wyoming {

/// The service's side of one connection.
class TestPeer {
  public:
    explicit TestPeer(int descriptor) : descriptor_(descriptor) {}

    /// The next event; nothing when the client is gone or the test is over.
    [[nodiscard]] std::optional<Event> receive();
    void send(const Event& event) { send_bytes(encode(event)); }
    void send_bytes(std::string_view bytes);
    /// Says nothing until the client is gone.
    void wait_until_gone();

  private:
    int descriptor_;
    EventDecoder decoder_;
    std::vector<Event> waiting_;
};

/// Listens on a free port of the loopback, or on a Unix socket, and gives every connection to the
/// script on a thread of its own; the connection is closed when the script returns.
class TestServer {
  public:
    using Script = std::function<void(TestPeer&)>;

    /// @param socket_path where to listen; empty: on a port
    explicit TestServer(Script script, std::string socket_path = {});
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;
    TestServer(TestServer&&) = delete;
    TestServer& operator=(TestServer&&) = delete;

    [[nodiscard]] const std::string& url() const { return url_; }
    /// How many connections there have been.
    [[nodiscard]] int connections() const { return connections_; }

  private:
    void accept_all();

    Script script_;
    std::string socket_path_;
    std::string url_;
    int listener_ = -1;
    std::atomic<int> connections_{0};
    std::mutex mutex_;
    std::vector<int> open_;           // guarded
    std::list<std::thread> scripts_;  // guarded
    std::thread acceptor_;
};

/// A script that answers `describe` with `info` and gives any other event to `serve`, until the
/// client is gone or serve returns false.
[[nodiscard]] TestServer::Script described_as(json::object info,
                                              std::function<bool(TestPeer&, const Event&)> serve);

/// `info` of a service that understands these languages.
[[nodiscard]] json::object hearing_info(std::vector<std::string> languages,
                                        const std::string& model = "tiny");
/// A voice of `info`.
[[nodiscard]] json::object voice_info(const std::string& name,
                                      std::vector<std::string> languages,
                                      bool installed = true);
[[nodiscard]] json::object speaking_info(std::vector<json::object> voices);

}  // namespace utter::speech::wyoming
