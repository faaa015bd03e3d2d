#include "utter/bus/admission.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "utter/bus/websocket.hpp"
#include "utter/core/log.hpp"

namespace utter::bus {
namespace {

constexpr std::string_view key_subprotocol = "bearer.";
constexpr std::string_view bearer = "Bearer ";

// The key of a request: from the Authorization header, or from a subprotocol.
std::string_view offered_key(const HttpRequest& request) {
    for (const auto& offered : request.subprotocols) {
        if (offered.starts_with(key_subprotocol)) {
            return std::string_view(offered).substr(key_subprotocol.size());
        }
    }
    const std::string_view header = request.authorization;
    return header.starts_with(bearer) ? header.substr(bearer.size()) : std::string_view{};
}

}  // namespace

Result<void> Admission::load_keys() {
    if (settings_.keys_file.empty()) return {};
    auto read = read_keys(settings_.keys_file);
    if (!read) return std::unexpected(read.error());
    auto ring = Keyring::make(std::move(*read), settings_.roles);
    if (!ring) return std::unexpected(ring.error());
    keys_ = std::move(*ring);
    return {};
}

bool Admission::admits_user(uid_t user) const {
    return user == 0 || user == ::geteuid() ||
           std::ranges::find(settings_.socket_users, user) != settings_.socket_users.end();
}

bool Admission::admits_origin(const std::string& origin) const {
    return origin_is_local(origin) ||
           std::ranges::find(settings_.origins, origin) != settings_.origins.end();
}

std::optional<HttpResponse> Admission::refuse_upgrade(Connection& connection,
                                                      const HttpRequest& request,
                                                      std::size_t clients,
                                                      bool closing) {
    if (request.path != settings_.path) {
        return text_response(404,
                             "there is " + settings_.path + " (WebSocket), /health and /metrics");
    }
    if (!request.upgrade) {
        auto response = text_response(426, "this is a WebSocket: connect with an upgrade");
        response.headers = {"Upgrade: websocket"};
        return response;
    }
    if (request.websocket_version != "13") {
        auto response = text_response(426, "WebSocket version 13 is spoken here");
        response.headers = {"Sec-WebSocket-Version: 13"};
        return response;
    }
    if (!websocket::is_key(request.websocket_key)) {
        return text_response(400, "Sec-WebSocket-Key is not 16 bytes in base64");
    }
    if (!request.origin.empty() && !admits_origin(request.origin)) {
        return text_response(403, "pages of this origin may not use this bus (bus.origins)");
    }
    if (auto locked = refuse_key(connection, request)) return locked;
    if (closing) return text_response(503, "the bus is shutting down");
    if (clients >= settings_.clients_max) {
        ++metrics_.drops["clients_max"];
        return text_response(503,
                             "the bus has " + std::to_string(settings_.clients_max) +
                                 " clients, its limit (bus.clients_max)");
    }
    return std::nullopt;
}

std::optional<HttpResponse> Admission::refuse_key(Connection& connection,
                                                  const HttpRequest& request) {
    if (settings_.keys_file.empty() || connection.is_local_user) return std::nullopt;
    const auto now = Connection::Clock::now();
    if (failed_attempts_.too_many(connection.address(), now)) {
        ++metrics_.drops["authentication_rate"];
        auto response = text_response(429, "too many failed attempts; wait a minute");
        response.headers = {"Retry-After: 60"};
        return response;
    }
    const auto secret = offered_key(request);
    if (auto found = keys_.find(secret)) {
        connection.principal = std::move(*found);
        connection.key = secret;
        return std::nullopt;
    }
    ++metrics_.authentication_failures;
    failed_attempts_.add(connection.address(), now);
    log::warning(
        "bus.client_refused",
        {{"address", connection.address()}, {"reason", secret.empty() ? "no key" : "unknown key"}});
    auto response = text_response(401, "this bus wants an API key: Authorization: Bearer KEY");
    response.headers = {"WWW-Authenticate: Bearer realm=\"utter bus\""};
    return response;
}

}  // namespace utter::bus
