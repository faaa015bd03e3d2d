#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Outbound HTTP whose answers come in pieces: what is sent, what arrives, and the port of whatever
/// library does it.
namespace utter::llm {

struct HttpRequest {
    std::string url;                   ///< http or https
    std::vector<std::string> headers;  ///< "Name: value"
    std::string body;                  ///< sent by POST
    std::chrono::milliseconds connect_timeout{5'000};
    std::size_t response_bytes_max = std::size_t{4} * 1024 * 1024;
};

/// Status line and headers have come.
struct HttpHead {
    int status = 0;
    std::optional<std::chrono::seconds> retry_after{};  ///< what the server asked to wait
};

/// The response is complete.
struct HttpEnd {};

enum class HttpFault : std::uint8_t {
    not_reached,        ///< no such host, or nobody listens there
    connect_timed_out,  ///< no connection in time
    broken_off,         ///< the connection ended in the middle
    too_large,          ///< more than response_bytes_max
    not_trusted,        ///< TLS failed
    unusable,           ///< the URL is none, or its scheme is not allowed
    cancelled,          ///< cancel() was called
};

struct HttpError {
    HttpFault fault = HttpFault::broken_off;
    std::string detail;  ///< a sentence; holds nothing that was sent
};

/// A head first, then any number of body pieces, then an end; an error ends it at any point.
using HttpEvent = std::variant<HttpHead, std::string, HttpEnd, HttpError>;

/// Port: runs requests on threads of its own.
class HttpTransport {
  public:
    HttpTransport() = default;
    virtual ~HttpTransport() = default;  ///< ends all requests
    HttpTransport(const HttpTransport&) = delete;
    HttpTransport& operator=(const HttpTransport&) = delete;
    HttpTransport(HttpTransport&&) = delete;
    HttpTransport& operator=(HttpTransport&&) = delete;

    /// Starts a request. `on_event` is called on a thread of the transport; after end() or an
    /// HttpEnd or HttpError it is not, but for a call that has already begun.
    virtual void start(std::uint64_t id,
                       HttpRequest request,
                       std::function<void(HttpEvent)> on_event) = 0;
    /// Closes the connection of a request, if it is still open.
    virtual void end(std::uint64_t id) = 0;
};

}  // namespace utter::llm
