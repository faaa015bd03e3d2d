#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "utter/bus/transport.hpp"
#include "utter/core/result.hpp"

struct ssl_ctx_st;

namespace utter::bus {

struct BusClientSettings;

/// Certificates and rules of one side of TLS, 1.2 at least. A value; wrap() may be called for any
/// number of connections. One thread. A target of its own, utter::bus_tls, so that a program
/// without TLS carries no TLS library.
class TlsContext {
  public:
    /// @param certificate_file PEM: our certificate, then those that lead to its authority.
    /// @param key_file PEM: its private key, without a password.
    /// @return io or malformed naming the file and what is wrong with it.
    [[nodiscard]] static Result<TlsContext> server(const std::string& certificate_file,
                                                   const std::string& key_file);
    /// @param ca_file PEM: the authorities to trust; empty: the system's.
    [[nodiscard]] static Result<TlsContext> client(const std::string& ca_file);

    /// Takes over a connected socket, which is made non-blocking. The handshake takes place inside
    /// the first reads and writes. @param server_name name or address that the server's
    /// certificate has to be for; a server ignores it.
    [[nodiscard]] std::unique_ptr<Transport> wrap(int descriptor,
                                                  const std::string& server_name) const;

  private:
    enum class Side : std::uint8_t { server, client };
    TlsContext(Side side, std::shared_ptr<ssl_ctx_st> context);

    Side side_;
    std::shared_ptr<ssl_ctx_st> context_;
};

/// Gives a client TLS, trusting settings.ca_file, when its URL asks for it.
[[nodiscard]] Result<void> add_tls(BusClientSettings& settings);

}  // namespace utter::bus
