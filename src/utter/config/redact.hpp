#pragma once

#include <boost/json/value.hpp>
#include <string_view>

namespace utter::config {

/// Printed in place of a secret.
inline constexpr std::string_view redacted = "<redacted>";

/// True when a name says that its value is a secret: it contains "password",
/// "passwd", "secret", "token", "api_key", "apikey", "credential" or "private_key", in any case and
/// with "-" for "_". Names ending in "_file" or "_path" name a file and are not secret.
[[nodiscard]] bool is_secret_name(std::string_view key);

/// `value` as it may be shown: everything under a secret name replaced, also inside tables, and
/// the user and password taken out of URLs.
[[nodiscard]] boost::json::value redact(std::string_view key, const boost::json::value& value);

}  // namespace utter::config
