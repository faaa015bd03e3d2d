#include "utter/speech/engines/wyoming/address.hpp"

#include <sys/un.h>

#include <charconv>
#include <utility>

namespace utter::speech::wyoming {
namespace {

constexpr std::string_view tcp_scheme = "tcp://";
constexpr std::string_view unix_scheme = "unix://";
constexpr std::size_t host_bytes_max = 253;

std::unexpected<Error> refused(std::string_view uri, std::string_view why) {
    return fail(ErrorCode::invalid_argument,
                "'" + std::string(uri.substr(0, host_bytes_max)) + "' " + std::string(why) +
                    "; it must look like tcp://127.0.0.1:10300 or unix:///run/service.sock");
}

}  // namespace

Result<Address> parse_address(std::string_view uri) {
    Address address;
    if (uri.find('\0') != std::string_view::npos) return refused(uri, "has a zero byte");
    if (uri.starts_with(unix_scheme)) {
        address.path = uri.substr(unix_scheme.size());
        if (!address.path.starts_with('/')) return refused(uri, "has no absolute path");
        if (address.path.size() >= sizeof(sockaddr_un::sun_path)) {
            return refused(uri, "has a path longer than a socket's can be");
        }
        return address;
    }
    if (!uri.starts_with(tcp_scheme)) return refused(uri, "starts with neither tcp:// nor unix://");
    auto rest = uri.substr(tcp_scheme.size());
    const auto colon = rest.rfind(':');
    if (colon == std::string_view::npos) return refused(uri, "names no port");
    auto host = rest.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.contains(':')) {
        return refused(uri, "has an IPv6 address without brackets");
    }
    if (host.empty() || host.size() > host_bytes_max || host.find_first_of("/@ []") != host.npos) {
        return refused(uri, "names no host");
    }
    const auto port = rest.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc{} || end != port.data() + port.size() || address.port == 0) {
        return refused(uri, "has no port from 1 to 65535");
    }
    address.host = host;
    return address;
}

}  // namespace utter::speech::wyoming
