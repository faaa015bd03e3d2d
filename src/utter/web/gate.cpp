#include "utter/web/gate.hpp"

#include <algorithm>
#include <chrono>

#include "utter/bus/http_door.hpp"

namespace utter::web {
namespace {

std::string_view key_of(const Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    const auto authorization = request.header("Authorization");
    if (authorization.starts_with(scheme)) return authorization.substr(scheme.size());
    auto protocols = request.header("Sec-WebSocket-Protocol");
    while (!protocols.empty()) {
        const auto end = std::min(protocols.find(','), protocols.size());
        auto name = protocols.substr(0, end);
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        if (name.starts_with(key_subprotocol)) return name.substr(key_subprotocol.size());
        protocols.remove_prefix(std::min(end + 1, protocols.size()));
    }
    return {};
}

}  // namespace

Result<void> Gate::load_keys() {
    if (settings_.keys_file.empty()) return {};
    auto keys = bus::read_keys(settings_.keys_file);
    if (!keys) return std::unexpected(keys.error());
    auto ring = bus::Keyring::make(std::move(*keys), settings_.roles);
    if (!ring) return std::unexpected(ring.error());
    keys_ = std::move(*ring);
    return {};
}

bool Gate::admits_origin(std::string_view origin) const {
    return origin.empty() || bus::origin_is_local(origin) ||
           std::ranges::find(settings_.origins, origin) != settings_.origins.end();
}

std::optional<Response> Gate::refuse(Request& request, bool is_public) {
    const auto origin = request.header("Origin");
    const bool same_site = origin.ends_with("://" + request.host) && has_keys();
    if (!same_site && !admits_origin(origin)) {
        return problem(
            403, "pages of the origin " + std::string(origin) + " may not ask", "Origin");
    }
    if (!has_keys()) {
        if (settings_.only_local_names && !bus::host_is_local(request.host)) {
            return problem(403, "without keys only this machine may ask, by its own name", "Host");
        }
        request.principal = {"anonymous", nullptr};
        return std::nullopt;
    }
    if (is_public) return std::nullopt;
    const auto now = bus::FailedAttempts::Clock::now();
    if (failed_attempts_.too_many(request.peer, now)) {
        auto response = problem(429, "too many wrong keys from this address");
        response.headers.emplace_back("Retry-After", "60");
        return response;
    }
    const auto key = key_of(request);
    auto holder = keys_.find(key);
    if (!holder) {
        if (!key.empty()) failed_attempts_.add(request.peer, now);
        auto response =
            problem(401, key.empty() ? "a key is needed" : "the key is not known", "Authorization");
        response.headers.emplace_back("WWW-Authenticate", "Bearer");
        return response;
    }
    request.principal = std::move(*holder);
    return std::nullopt;
}

void Gate::add_cors(const Request& request, Response& response) const {
    const auto origin = request.header("Origin");
    if (origin.empty()) return;
    response.headers.emplace_back("Vary", "Origin");
    if (!admits_origin(origin)) return;
    response.headers.emplace_back("Access-Control-Allow-Origin", origin);
    response.headers.emplace_back("Access-Control-Expose-Headers", "ETag, Location, Retry-After");
}

}  // namespace utter::web
