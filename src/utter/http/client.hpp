#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "utter/http/transport.hpp"
#include "utter/runtime/event_loop.hpp"

/// Port: outbound HTTP whose answers come in pieces. Everything here belongs to one event loop.
namespace utter::http {

/// One request and its response. Destroying it closes the connection at once.
class Exchange {
  public:
    Exchange() = default;
    virtual ~Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    Exchange(Exchange&&) = delete;
    Exchange& operator=(Exchange&&) = delete;

    /// What comes next, or nothing when `deadline` has passed. One caller at a time; cancelling it
    /// (terminal) throws operation_aborted.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<Event>> next(
        std::chrono::steady_clock::time_point deadline) = 0;

    /// Closes the connection; next() returns `cancelled`.
    virtual void cancel() = 0;
};

class Client {
  public:
    Client() = default;
    virtual ~Client() = default;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Client(Client&&) = delete;
    Client& operator=(Client&&) = delete;

    /// Starts a request. The client outlives the exchange. Redirects are not followed.
    [[nodiscard]] virtual std::unique_ptr<Exchange> post(Request request) = 0;
};

/// Brings what a transport receives to the loop, which outlives the client.
[[nodiscard]] std::unique_ptr<Client> make_client(runtime::EventLoop& loop,
                                                  std::unique_ptr<Transport> transport);

}  // namespace utter::http
