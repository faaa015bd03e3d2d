#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"

namespace utter::speech::wyoming {

/// Where a service listens: a host and port, or the path of a Unix socket.
struct Address {
    std::string host;  ///< name or literal address, without brackets; empty for a Unix socket
    std::uint16_t port = 0;
    std::string path;

    friend bool operator==(const Address&, const Address&) = default;
};

/// Reads `tcp://host:port` and `unix:///path`.
/// @return invalid_argument, saying what it should look like
[[nodiscard]] Result<Address> parse_address(std::string_view uri);

}  // namespace utter::speech::wyoming
