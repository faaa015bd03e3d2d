#include "utter/llm/chat_json.hpp"

namespace utter::llm {

std::string_view role_name(Role role) noexcept {
    switch (role) {
        case Role::system:
            return "system";
        case Role::user:
            return "user";
        case Role::assistant:
            return "assistant";
        case Role::tool:
            return "tool";
    }
    return "";
}

json::array tools_json(const std::vector<ToolOffer>& offers) {
    json::array tools;
    for (const auto& offer : offers) {
        tools.push_back(json::object{{"type", "function"},
                                     {"function",
                                      {{"name", offer.name},
                                       {"description", offer.description},
                                       {"parameters", offer.parameters}}}});
    }
    return tools;
}

}  // namespace utter::llm
