#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// The HTTP a client speaks before it has a WebSocket, as far as the bus needs it: requests without
/// a body, one a connection. Pure functions, any thread.
namespace utter::bus {

/// Most bytes a request's head may have.
inline constexpr std::size_t request_bytes_max = std::size_t{8} * 1024;

/// What matters of a request's head.
struct HttpRequest {
    std::string method;  ///< upper case
    std::string path;    ///< target without the query
    std::string host;    ///< name or address and port, as the client wrote it
    std::string origin;
    std::string authorization;
    bool upgrade = false;  ///< asks for a WebSocket
    std::string websocket_key;
    std::string websocket_version;
    std::vector<std::string> subprotocols;
};

/// Where the head of a request ends (behind its empty line), or nothing while it is incomplete.
[[nodiscard]] std::optional<std::size_t> request_end(std::string_view bytes) noexcept;

/// @param head all bytes up to request_end(). @return malformed saying what is wrong.
[[nodiscard]] Result<HttpRequest> parse_request(std::string_view head);

struct HttpResponse {
    unsigned status = 200;
    std::string content_type = "text/plain";
    std::string body;
    std::vector<std::string> headers;  ///< further header lines, without line ends
};

/// A response of one line of text.
[[nodiscard]] HttpResponse text_response(unsigned status, std::string text);

/// The response's bytes; it closes its connection. `head_only` leaves the body out (HEAD).
[[nodiscard]] std::string to_wire(const HttpResponse& response, bool head_only = false);

/// The 101 answer to a sound upgrade; `subprotocol` empty: none was chosen.
[[nodiscard]] std::string upgrade_response(std::string_view websocket_key,
                                           std::string_view subprotocol);

/// Whether a page of this Origin was served from this machine.
[[nodiscard]] bool origin_is_local(std::string_view origin) noexcept;

/// Whether a Host header names this machine itself. A page whose own name was made to point here
/// would read what is not for it otherwise (DNS rebinding).
[[nodiscard]] bool host_is_local(std::string_view host) noexcept;

}  // namespace utter::bus
