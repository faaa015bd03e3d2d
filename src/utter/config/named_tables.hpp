#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/config/schema.hpp"
#include "utter/config/value.hpp"

/// Tables whose entries people name themselves: `[llm.NAME]` and `[persona.NAME]`. The settings of
/// an entry are rows like those of schema.hpp, written for an entry called NAME.
namespace utter::config {

inline constexpr std::string_view llm_key = "llm";
inline constexpr std::string_view persona_key = "persona";
inline constexpr std::string_view any_name = "NAME";  ///< how rows call their entry

/// The rows of "llm" or "persona", in the order of the reference; empty for anything else.
[[nodiscard]] std::span<const Row> named_rows(std::string_view table);

/// Whether `name` can be an entry's: letters, digits, '_' and '-', at most 64.
[[nodiscard]] bool is_entry_name(std::string_view name);

/// The names that a table has entries for.
[[nodiscard]] std::vector<std::string> entry_names(std::string_view table,
                                                   const Settings& settings);

/// As assign() and json_value() of the one entry.
[[nodiscard]] bool assign_entry(std::string_view table,
                                const std::string& name,
                                const Row& row,
                                Settings& settings,
                                const FileValue& value);
[[nodiscard]] boost::json::value entry_json(std::string_view table,
                                            const std::string& name,
                                            const Row& row,
                                            const Settings& settings);

/// The last part of a row's key: "url" of "llm.NAME.url".
[[nodiscard]] std::string_view setting_of(const Row& row);

}  // namespace utter::config
