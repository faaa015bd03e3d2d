#include "utter/bus/http_door.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "utter/bus/websocket.hpp"
#include "utter/core/version.hpp"

namespace utter::bus {
namespace {

namespace http = boost::beast::http;

std::string text(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

std::string server_line() {
    return "Server: utter/" + std::string(version) + "\r\n";
}

}  // namespace

std::optional<std::size_t> request_end(std::string_view bytes) noexcept {
    constexpr std::string_view blank_line = "\r\n\r\n";
    const auto at = bytes.find(blank_line);
    if (at == std::string_view::npos) return std::nullopt;
    return at + blank_line.size();
}

Result<HttpRequest> parse_request(std::string_view head) {
    http::request_parser<http::empty_body> parser;
    parser.header_limit(request_bytes_max);
    parser.skip(true);
    boost::system::error_code error;
    parser.put(boost::asio::buffer(head.data(), head.size()), error);
    if (error || !parser.is_header_done()) {
        return fail(ErrorCode::malformed, "not an HTTP request: " + error.message());
    }
    const auto& message = parser.get();
    HttpRequest request;
    request.method = text(message.method_string());
    const auto target = text(message.target());
    request.path = target.substr(0, target.find('?'));
    request.host = text(message[http::field::host]);
    request.origin = text(message[http::field::origin]);
    request.authorization = text(message[http::field::authorization]);
    request.upgrade = boost::beast::websocket::is_upgrade(message);
    request.websocket_key = text(message[http::field::sec_websocket_key]);
    request.websocket_version = text(message[http::field::sec_websocket_version]);
    for (const auto& name : http::token_list(message[http::field::sec_websocket_protocol])) {
        request.subprotocols.push_back(text(name));
    }
    return request;
}

HttpResponse text_response(unsigned status, std::string text) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(text) + "\n";
    return response;
}

std::string to_wire(const HttpResponse& response, bool head_only) {
    const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ' + text(reason) + "\r\n";
    out += server_line();
    out += "Content-Type: " + response.content_type + "\r\n";
    out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    for (const auto& header : response.headers) out += header + "\r\n";
    out += "Connection: close\r\n\r\n";
    if (!head_only) out += response.body;
    return out;
}

std::string upgrade_response(std::string_view websocket_key, std::string_view subprotocol) {
    std::string out = "HTTP/1.1 101 Switching Protocols\r\n" + server_line() +
                      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                      websocket::accept_value(websocket_key) + "\r\n";
    if (!subprotocol.empty()) {
        out += "Sec-WebSocket-Protocol: " + std::string(subprotocol) + "\r\n";
    }
    return out += "\r\n";
}

bool origin_is_local(std::string_view origin) noexcept {
    const auto scheme_end = origin.find("://");
    return scheme_end != std::string_view::npos && host_is_local(origin.substr(scheme_end + 3));
}

bool host_is_local(std::string_view host) noexcept {
    constexpr std::array<std::string_view, 3> local{"localhost", "127.0.0.1", "[::1]"};
    return std::ranges::any_of(local, [host](std::string_view name) {
        return host == name || (host.starts_with(name) && host[name.size()] == ':');
    });
}

}  // namespace utter::bus
