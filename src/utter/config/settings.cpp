#include "utter/config/settings.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

namespace utter::config {

bool is_loopback(const std::string& host) {
    if (host == "localhost") return true;
    if (in_addr v4{}; inet_pton(AF_INET, host.c_str(), &v4) == 1) {
        return (ntohl(v4.s_addr) >> 24U) == 127;
    }
    in6_addr v6{};
    return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::string BusSettings::effective_url() const {
    if (!url.empty()) return url;
    if (!socket.empty()) return "unix:" + socket;
    std::string reachable = host;
    // "Any address" is somewhere to listen, not somewhere to connect to.
    if (host == "0.0.0.0") reachable = "127.0.0.1";
    if (host == "::") reachable = "::1";
    if (reachable.contains(':')) reachable = "[" + reachable + "]";
    return (tls_certificate.empty() ? "ws://" : "wss://") + reachable + ":" + std::to_string(port) +
           "/core";
}

}  // namespace utter::config
