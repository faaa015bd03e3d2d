#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "utter/llm/http_transport.hpp"
#include "utter/runtime/event_loop.hpp"

/// Port: outbound HTTP whose answers come in pieces. Everything here belongs to one event loop.
namespace utter::llm {

/// One request and its response. Destroying it closes the connection at once.
class HttpExchange {
  public:
    HttpExchange() = default;
    virtual ~HttpExchange() = default;
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;
    HttpExchange(HttpExchange&&) = delete;
    HttpExchange& operator=(HttpExchange&&) = delete;

    /// What comes next, or nothing when `deadline` has passed. One caller at a time; cancelling it
    /// (terminal) throws operation_aborted.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<HttpEvent>> next(
        std::chrono::steady_clock::time_point deadline) = 0;

    /// Closes the connection; next() returns `cancelled`.
    virtual void cancel() = 0;
};

class HttpClient {
  public:
    HttpClient() = default;
    virtual ~HttpClient() = default;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    HttpClient(HttpClient&&) = delete;
    HttpClient& operator=(HttpClient&&) = delete;

    /// Starts a request. The client outlives the exchange. Redirects are not followed.
    [[nodiscard]] virtual std::unique_ptr<HttpExchange> post(HttpRequest request) = 0;
};

/// Brings what a transport receives to the loop, which outlives the client.
[[nodiscard]] std::unique_ptr<HttpClient> make_http_client(
    runtime::EventLoop& loop, std::unique_ptr<HttpTransport> transport);

}  // namespace utter::llm
