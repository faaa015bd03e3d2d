#pragma once

#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <string>

#include "utter/bus/access.hpp"
#include "utter/bus/bus_metrics.hpp"
#include "utter/bus/bus_server.hpp"
#include "utter/bus/connection.hpp"
#include "utter/bus/http_door.hpp"

namespace utter::bus {

/// Subprotocol a browser names, since it cannot set headers; its key comes as a second one.
inline constexpr std::string_view browser_subprotocol = "utter.bus";

/// Decides who becomes a client of the bus: path and version of the upgrade, origin, key, room.
/// Counts refusals in the metrics. One thread.
class Admission {
  public:
    /// Both outlive it.
    Admission(const BusServerSettings& settings, BusMetrics& metrics)
        : settings_(settings), metrics_(metrics) {}

    /// (Re-)reads the key file, if there is one. @return what is wrong; the old keys then stay.
    [[nodiscard]] Result<void> load_keys();
    [[nodiscard]] std::size_t keys() const noexcept { return keys_.size(); }
    /// Who holds a key now.
    [[nodiscard]] std::optional<Principal> holder(std::string_view key) const {
        return keys_.find(key);
    }

    /// Whether the Unix socket is for this user.
    [[nodiscard]] bool admits_user(uid_t user) const;

    /// The answer to whatever is no good wish to become a client; nothing to let it in. A key is
    /// noted in the connection.
    /// @param clients there are now; `closing`: the bus takes no more.
    [[nodiscard]] std::optional<HttpResponse> refuse_upgrade(Connection& connection,
                                                             const HttpRequest& request,
                                                             std::size_t clients,
                                                             bool closing);
    /// The answer to a request without the key it needs; nothing when it may go on.
    [[nodiscard]] std::optional<HttpResponse> refuse_key(Connection& connection,
                                                         const HttpRequest& request);

  private:
    [[nodiscard]] bool admits_origin(const std::string& origin) const;

    const BusServerSettings& settings_;
    BusMetrics& metrics_;
    Keyring keys_;
    FailedAttempts failed_attempts_;
};

}  // namespace utter::bus
