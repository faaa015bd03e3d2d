#pragma once

#include <string>
#include <string_view>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::tools {

/// What a tool says of itself. Spec: OVOS-TOOLS-1 section 4.1.
struct ToolDefinition {
    std::string name;  ///< unique in its toolbox
    std::string description;
    json::object argument_schema;  ///< JSON Schema of the object it takes
    json::object output_schema;    ///< JSON Schema of what it returns; empty: anything
};

/// As `ovos.persona.tools.discover.response` and the tool service write it.
[[nodiscard]] json::object to_json(const ToolDefinition& tool, std::string_view toolbox_id);

/// Reads one; malformed names the field that is wrong.
[[nodiscard]] Result<ToolDefinition> tool_from_json(const json::value& value);

/// Whether `text` can be a toolbox's id: letters, digits, '_' and '-'.
[[nodiscard]] bool is_toolbox_id(std::string_view text) noexcept;

/// The toolbox of a skill: its id with '_' for '.', which toolbox ids may not have.
[[nodiscard]] std::string toolbox_of_skill(std::string_view skill_id);

}  // namespace utter::tools
