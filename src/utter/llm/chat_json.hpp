#pragma once

#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/llm/llm_provider.hpp"

/// What both wire formats write alike.
namespace utter::llm {

/// "system", "user", "assistant" or "tool".
[[nodiscard]] std::string_view role_name(Role role) noexcept;

/// The value of `tools`.
[[nodiscard]] json::array tools_json(const std::vector<ToolOffer>& offers);

}  // namespace utter::llm
