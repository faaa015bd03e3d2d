#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"

namespace utter::bus {

/// Where a bus is.
struct BusUrl {
    enum class Kind : std::uint8_t {
        tcp,    ///< ws://host[:port]/path
        tls,    ///< wss://host[:port]/path
        local,  ///< unix:/path/to/socket
    };
    Kind kind = Kind::tcp;
    std::string host;  ///< name or address, without brackets; empty for a Unix socket
    std::uint16_t port = 0;
    std::string socket;     ///< of a Unix socket
    std::string path;       ///< of the WebSocket; "/core" on a Unix socket
    std::string authority;  ///< what the Host header says
};

/// Pure. @return invalid_argument with the forms there are; a URL with user or password in it is
/// refused, because URLs are logged.
[[nodiscard]] Result<BusUrl> parse_bus_url(std::string_view url);

}  // namespace utter::bus
