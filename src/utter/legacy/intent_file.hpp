#pragma once

#include <string>
#include <string_view>

/// Intents that were named after the file they came from: "play.intent" is the intent "play".
namespace utter::legacy {

inline constexpr std::string_view intent_suffix = ".intent";

[[nodiscard]] inline bool has_intent_suffix(std::string_view name) noexcept {
    return name.size() > intent_suffix.size() && name.ends_with(intent_suffix);
}

[[nodiscard]] inline std::string_view without_intent_suffix(std::string_view name) noexcept {
    if (has_intent_suffix(name)) name.remove_suffix(intent_suffix.size());
    return name;
}

}  // namespace utter::legacy
