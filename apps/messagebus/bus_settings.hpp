#pragma once

#include <cstdint>
#include <string>

#include "utter/bus/bus_client.hpp"
#include "utter/bus/bus_server.hpp"
#include "utter/config/settings.hpp"
#include "utter/core/result.hpp"

namespace utter::app {

/// The server's settings as the configuration has them. @return invalid_argument naming the key
/// when a user of bus.socket_users does not exist, or what is wrong with certificate and key.
[[nodiscard]] Result<bus::BusServerSettings> bus_server_settings(const config::BusSettings& config);

/// The settings of a part that connects to the bus. @return io when the file of its key cannot be
/// read.
[[nodiscard]] Result<bus::BusClientSettings> bus_client_settings(const config::BusSettings& config);

/// Where the bus can be reached, for people to read.
[[nodiscard]] std::string bus_address(const config::BusSettings& config, std::uint16_t port);

}  // namespace utter::app
