#include "utter/tools/tool.hpp"

#include <algorithm>
#include <array>

#include "utter/core/topic.hpp"

namespace utter::tools {

json::object to_json(const ToolDefinition& tool, std::string_view toolbox_id) {
    return {{"name", tool.name},
            {"description", tool.description},
            {"argument_schema", tool.argument_schema},
            {"output_schema", tool.output_schema},
            {"toolbox_id", toolbox_id}};
}

Result<ToolDefinition> tool_from_json(const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr) return fail(ErrorCode::malformed, "a tool must be an object");
    ToolDefinition tool;
    tool.name = string_or_empty(*object, "name");
    if (tool.name.empty()) return fail(ErrorCode::malformed, "field 'name' must be a string");
    tool.description = string_or_empty(*object, "description");
    const std::array schemas{std::pair("argument_schema", &tool.argument_schema),
                             std::pair("output_schema", &tool.output_schema)};
    for (const auto& [field, schema] : schemas) {
        const auto* found = object->if_contains(field);
        if (found == nullptr) continue;
        if (!found->is_object()) {
            return fail(ErrorCode::malformed,
                        "field '" + std::string(field) + "' must be an object");
        }
        *schema = found->get_object();
    }
    return tool;
}

bool is_toolbox_id(std::string_view text) noexcept {
    return is_identifier(text) && !text.contains('.');
}

std::string toolbox_of_skill(std::string_view skill_id) {
    std::string id(skill_id);
    std::ranges::replace(id, '.', '_');
    return id;
}

}  // namespace utter::tools
