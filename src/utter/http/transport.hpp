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
namespace utter::http {

struct Request {
    std::string url;                   ///< http or https
    std::vector<std::string> headers;  ///< "Name: value"
    std::optional<std::string> body;   ///< sent by POST; nothing: it is a GET
    std::chrono::milliseconds connect_timeout{5'000};
    std::uint64_t response_bytes_max = std::uint64_t{4} * 1024 * 1024;
    /// How often it may be sent elsewhere; from https never to http. 0: a redirect is the answer.
    std::uint32_t redirects_max = 0;
};

/// Status line and headers have come.
struct Head {
    int status = 0;
    std::optional<std::chrono::seconds> retry_after{};  ///< what the server asked to wait
    std::string content_type{};   ///< lowercase, without parameters: "audio/wav"; empty: not told
    std::string content_range{};  ///< as the server wrote it: "bytes 100-199/200"
    std::optional<std::uint64_t> content_bytes{};  ///< how many the server says will come
};

/// The response is complete.
struct End {};

enum class Fault : std::uint8_t {
    not_reached,        ///< no such host, or nobody listens there
    connect_timed_out,  ///< no connection in time
    broken_off,         ///< the connection ended in the middle
    too_large,          ///< more than response_bytes_max
    not_trusted,        ///< TLS failed
    unusable,           ///< the URL is none, or its scheme is not allowed
    cancelled,          ///< cancel() was called
};

struct Failure {
    Fault fault = Fault::broken_off;
    std::string detail;  ///< a sentence; holds nothing that was sent
};

/// A head first, then any number of body pieces, then an end; an error ends it at any point.
using Event = std::variant<Head, std::string, End, Failure>;

/// Port: runs requests on threads of its own.
class Transport {
  public:
    Transport() = default;
    virtual ~Transport() = default;  ///< ends all requests
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    Transport(Transport&&) = delete;
    Transport& operator=(Transport&&) = delete;

    /// Starts a request; from any thread. `on_event` is called on a thread of the transport, and
    /// holds up its other requests while it runs; after end() or an End or Failure it is not
    /// called, but for a call that has already begun.
    /// @return what end() calls the request
    virtual std::uint64_t start(Request request, std::function<void(Event)> on_event) = 0;
    /// Closes the connection of a request, if it is still open; from any thread.
    virtual void end(std::uint64_t id) = 0;
};

}  // namespace utter::http
