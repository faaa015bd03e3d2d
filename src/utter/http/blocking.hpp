#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "utter/core/result.hpp"
#include "utter/http/transport.hpp"

/// Outbound HTTP for callers that may wait. Errors are unavailable or timeout, and their texts go
/// on after the peer's name: "was silent for 5s". They hold nothing that was sent.
namespace utter::http {

/// How long a peer may take. Whichever ends first counts.
struct Timeouts {
    std::chrono::milliseconds connect{2'000};  ///< until it is connected
    std::chrono::milliseconds idle{5'000};     ///< without anything arriving, the connecting apart
    std::chrono::milliseconds total{60'000};   ///< from the start to the last byte
};

/// A head first, then any number of body pieces, then an end.
using Part = std::variant<Head, std::string, End>;

/// One request and its response. What arrives waits until it is taken; beyond 1 MiB the peer waits
/// too, and with it the transport's other requests. One thread.
class BlockingExchange {
  public:
    /// Starts the request, whose connect_timeout is replaced. The transport outlives the exchange.
    BlockingExchange(Transport& transport, Request request, Timeouts timeouts);
    /// Closes the connection at once.
    ~BlockingExchange();
    BlockingExchange(const BlockingExchange&) = delete;
    BlockingExchange& operator=(const BlockingExchange&) = delete;
    BlockingExchange(BlockingExchange&&) = delete;
    BlockingExchange& operator=(BlockingExchange&&) = delete;

    /// Waits for what comes next. Not to be called after an End or an error.
    [[nodiscard]] Result<Part> next();

    /// The same, but waits for no longer than `patience` and then returns nothing.
    [[nodiscard]] Result<std::optional<Part>> next_within(std::chrono::milliseconds patience);

  private:
    struct Inbox;

    Transport& transport_;
    Timeouts timeouts_;
    std::chrono::steady_clock::time_point started_;
    std::chrono::steady_clock::time_point last_sign_;
    bool answering_ = false;
    std::shared_ptr<Inbox> inbox_;
    std::uint64_t id_;
};

/// A response as a whole.
struct Answer {
    Head head;
    std::string body;  ///< at most Request::response_bytes_max
};

/// Sends a request and waits for all of its response.
[[nodiscard]] Result<Answer> ask(Transport& transport, Request request, Timeouts timeouts);

}  // namespace utter::http
