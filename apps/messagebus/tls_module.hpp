#pragma once

#include "utter/bus/bus_client.hpp"
#include "utter/bus/transport.hpp"
#include "utter/core/result.hpp"

/// TLS for those who ask for it. It is a module that is loaded then, because its library would be a
/// third of the bus's memory. At start, on the main thread.
namespace utter::app {

/// What the module offers under the name `utter_tls`.
struct TlsModule {
    Result<void> (*add_to_client)(bus::BusClientSettings& settings);
    Result<bus::MakeTransport> (*serve)(const std::string& certificate_file,
                                        const std::string& key_file);
};

/// Loads the module. @return unsupported when this installation is without it.
[[nodiscard]] Result<const TlsModule*> load_tls();

/// What a server with this certificate makes of its sockets; nothing when there is none.
/// @return what load_tls() says, or what is wrong with a file
[[nodiscard]] Result<bus::MakeTransport> server_tls(const std::string& certificate_file,
                                                    const std::string& key_file);

}  // namespace utter::app
