#include "utter/bus/bus_url.hpp"

#include <sys/un.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace utter::bus {
namespace {

constexpr std::string_view tcp_scheme = "ws://";
constexpr std::string_view tls_scheme = "wss://";
constexpr std::string_view local_scheme = "unix:";
constexpr std::string_view path_on_socket = "/core";

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c != '\x7f'; });
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc{} || end != text.data() + text.size() || number == 0) {
        return std::nullopt;
    }
    return number;
}

std::optional<BusUrl> parse_local(std::string_view path) {
    if (!path.starts_with('/') || path.size() >= sizeof(sockaddr_un::sun_path) ||
        path.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    BusUrl made;
    made.kind = BusUrl::Kind::local;
    made.socket = path;
    made.path = path_on_socket;
    made.authority = "localhost";
    return made;
}

std::optional<BusUrl> parse_remote(BusUrl::Kind kind, std::string_view rest) {
    const auto slash = rest.find('/');
    const auto authority = rest.substr(0, slash);
    if (!is_plain(rest) || authority.find('@') != std::string_view::npos) return std::nullopt;
    const auto bracket = authority.rfind(']');
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    BusUrl made;
    made.kind = kind;
    made.host = authority.substr(0, colon);
    made.path = slash == std::string_view::npos ? "/" : rest.substr(slash);
    made.port = kind == BusUrl::Kind::tls ? 443 : 80;
    if (colon != std::string_view::npos) {
        const auto port = parse_port(authority.substr(colon + 1));
        if (!port) return std::nullopt;
        made.port = *port;
    }
    made.authority = made.host + ":" + std::to_string(made.port);
    if (made.host.starts_with('[') && made.host.ends_with(']')) {
        made.host = made.host.substr(1, made.host.size() - 2);
    }
    if (made.host.empty()) return std::nullopt;
    return made;
}

}  // namespace

Result<BusUrl> parse_bus_url(std::string_view url) {
    std::optional<BusUrl> made;
    if (url.starts_with(tcp_scheme)) {
        made = parse_remote(BusUrl::Kind::tcp, url.substr(tcp_scheme.size()));
    } else if (url.starts_with(tls_scheme)) {
        made = parse_remote(BusUrl::Kind::tls, url.substr(tls_scheme.size()));
    } else if (url.starts_with(local_scheme)) {
        made = parse_local(url.substr(local_scheme.size()));
    }
    if (made) return std::move(*made);
    // A password that somebody put into it stays out of the log.
    const auto shown =
        url.find('@') == std::string_view::npos ? "'" + std::string(url) + "' " : std::string();
    return fail(ErrorCode::invalid_argument,
                "bus.url " + shown +
                    "is none of ws://host:port/path, wss://host:port/path and "
                    "unix:/path/to/socket");
}

}  // namespace utter::bus
