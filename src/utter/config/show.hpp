#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "utter/config/load.hpp"

namespace utter::config {

/// Every effective setting on a line of its own, `key = value  # origin`, which is TOML again.
/// Secrets are redacted.
[[nodiscard]] std::string show_text(const ConfigLoad& load);

/// The same as JSON: {"bus.port": {"value": 8181, "origin": "default"}, ...}.
[[nodiscard]] boost::json::value show_json(const ConfigLoad& load);

/// docs/configuration.md: every setting with its type, range, default, variable and description.
[[nodiscard]] std::string reference_markdown();

}  // namespace utter::config
