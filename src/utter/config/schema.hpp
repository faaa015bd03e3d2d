#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "utter/config/settings.hpp"

/// The one table of settings. Parsing, `config show`, `config check` and the generated reference
/// all read it, so a setting is described in one row and nowhere else.
namespace utter::config {

/// Where a setting lives; the pointed-to type decides how it is written. A std::size_t is a size
/// in bytes, the narrower integers are plain numbers.
using Slot = std::variant<bool*,
                          std::uint16_t*,
                          std::uint32_t*,
                          std::size_t*,
                          double*,
                          std::chrono::milliseconds*,
                          std::string*,
                          std::vector<std::string>*,
                          Names*,
                          log::Level*>;

/// Inclusive bounds: the number itself, milliseconds, bytes, or entries of a list.
struct Range {
    double min = 0;
    double max = 0;
};

/// What a text, or each text of a list, has to look like.
struct TextRule {
    std::string_view expects;  ///< completes "must be ..." and "must be a list of ..."
    std::string_view plural;
    bool (*accepts)(std::string_view);
};

struct Row {
    std::string_view key;
    Slot (*slot)(Settings&);
    Range range;
    const TextRule* rule;  ///< for texts and lists; null otherwise
    std::string_view description;
};

/// A variable that starts with UTTER_ but is not a setting.
struct ReservedVariable {
    std::string_view name;
    std::string_view description;
};

/// The freeform table whose entries are tables by skill id.
inline constexpr std::string_view skill_settings_key = "skills.settings";

/// The table of roles by name.
inline constexpr std::string_view bus_roles_key = "bus.roles";

[[nodiscard]] std::span<const Row> schema();
[[nodiscard]] std::span<const ReservedVariable> reserved_variables();

/// The row of a key as it is written in full ("bus.port"), or null.
[[nodiscard]] const Row* find_row(std::string_view key);

/// True when `key` is a table that holds settings, such as "bus" or "stt.pocketsphinx".
[[nodiscard]] bool is_section(std::string_view key);

/// "; did you mean 'bus.port'?" for an unknown key, or nothing.
[[nodiscard]] std::string suggestion(std::string_view key);

/// "UTTER_BUS_PORT" for bus.port.
[[nodiscard]] std::string environment_name(const Row& row);

/// "integer", "duration", "list of text" ...
[[nodiscard]] std::string_view type_name(const Row& row);

/// "0 to 65535", "10ms to 10m"; empty when any value of the type will do.
[[nodiscard]] std::string range_text(const Row& row);

/// Completes "'bus.port' must be ...": "an integer from 0 to 65535".
[[nodiscard]] std::string expectation(const Row& row);

/// The setting's value as it would be written in TOML.
[[nodiscard]] std::string toml_value(const Row& row, const Settings& settings);

/// The setting's value as JSON; durations, sizes and levels are texts, as in TOML.
[[nodiscard]] boost::json::value json_value(const Row& row, const Settings& settings);

}  // namespace utter::config
