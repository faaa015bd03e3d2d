#pragma once

#include "utter/bus/bus_client.hpp"
#include "utter/bus/bus_server.hpp"
#include "utter/core/result.hpp"

/// TLS for those who ask for it. It is a module that is loaded then, because its library would be a
/// third of the bus's memory. At start, on the main thread.
namespace utter::app {

/// What the module offers under the name `utter_tls`.
struct TlsModule {
    Result<void> (*add_to_client)(bus::BusClientSettings& settings);
    Result<void> (*add_to_server)(bus::BusServerSettings& settings,
                                  const std::string& certificate_file,
                                  const std::string& key_file);
};

/// Loads the module. @return unsupported when this installation is without it.
[[nodiscard]] Result<const TlsModule*> load_tls();

}  // namespace utter::app
