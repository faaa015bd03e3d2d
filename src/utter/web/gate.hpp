#pragma once

#include <optional>
#include <string>
#include <vector>

#include "utter/bus/access.hpp"
#include "utter/core/result.hpp"
#include "utter/web/request.hpp"
#include "utter/web/response.hpp"

namespace utter::web {

struct GateSettings {
    std::string keys_file;  ///< empty: everybody is let in
    bus::Roles roles;
    std::vector<std::string> origins;  ///< browser origins let in besides those of this machine
    bool only_local_names = true;      ///< refuse other Host headers while there are no keys
};

/// Subprotocol prefix by which a browser shows its key to a WebSocket: "bearer.KEY".
inline constexpr std::string_view key_subprotocol = "bearer.";

/// Decides who may ask: browser origin, Host, key. One thread.
class Gate {
  public:
    explicit Gate(GateSettings settings) : settings_(std::move(settings)) {}

    /// (Re-)reads the key file, if there is one. @return what is wrong; the old keys then stay.
    [[nodiscard]] Result<void> load_keys();
    [[nodiscard]] bool has_keys() const noexcept { return !settings_.keys_file.empty(); }

    /// Whether pages of this Origin may ask; no Origin is none of a foreign page.
    [[nodiscard]] bool admits_origin(std::string_view origin) const;

    /// The answer to a request that may not go on; nothing lets it, and `request.principal` is who
    /// asks. @param is_public no key is needed
    [[nodiscard]] std::optional<Response> refuse(Request& request, bool is_public);

    /// The headers that let an admitted page read the answer.
    void add_cors(const Request& request, Response& response) const;

  private:
    GateSettings settings_;
    bus::Keyring keys_;
    bus::FailedAttempts failed_attempts_;
};

}  // namespace utter::web
