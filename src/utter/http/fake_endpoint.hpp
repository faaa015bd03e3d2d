#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

/// An HTTP server for tests, which does whatever a test wants of it, good or bad.
namespace utter::http {

/// Listens on a free port of the loopback and gives every connection to the script, on a thread of
/// its own, the first with number 1; the connection is closed when the script returns.
class FakeEndpoint {
  public:
    class Peer {
      public:
        Peer(boost::asio::ip::tcp::socket& socket, int connection)
            : number(connection), socket_(socket) {}

        /// Reads the request, head and body.
        std::string read_request();
        void send(std::string_view bytes);
        /// Sends one chunk of a body that comes in chunks; an empty one ends it.
        void send_chunk(std::string_view bytes);
        /// Returns once the client has closed.
        void wait_for_close();
        /// Makes the close a reset.
        void reset();

        const int number;

      private:
        boost::asio::ip::tcp::socket& socket_;
        std::string buffer_;
    };
    using Script = std::function<void(Peer&)>;

    explicit FakeEndpoint(Script script);
    /// Closes what is still open.
    ~FakeEndpoint();
    FakeEndpoint(const FakeEndpoint&) = delete;
    FakeEndpoint& operator=(const FakeEndpoint&) = delete;
    FakeEndpoint(FakeEndpoint&&) = delete;
    FakeEndpoint& operator=(FakeEndpoint&&) = delete;

    [[nodiscard]] std::string url() const;
    [[nodiscard]] int connections() const { return connections_; }

  private:
    using Socket = boost::asio::ip::tcp::socket;

    void accept_all();

    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    Script script_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::list<std::shared_ptr<Socket>> open_;  // guarded
    std::list<std::thread> scripts_;           // of the acceptor alone, until it has ended
    std::thread thread_;
};

/// A whole response that closes the connection.
[[nodiscard]] std::string response(int status,
                                   std::string_view body = {},
                                   const std::string& headers = {});

}  // namespace utter::http
