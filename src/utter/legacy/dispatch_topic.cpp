#include "utter/legacy/dispatch_topic.hpp"

#include <algorithm>
#include <array>

#include "utter/core/topic.hpp"

namespace utter::legacy {
namespace {

// First words of old topics with a ':'; no skill may be called so.
constexpr std::array<std::string_view, 7> namespaces{
    "recognizer_loop", "padatious", "question", "converse", "stop", "speak", "play"};

}  // namespace

std::optional<DispatchTopic> split_dispatch(std::string_view topic) noexcept {
    if (!is_dispatch_topic(topic)) return std::nullopt;
    const auto colon = topic.find(':');
    const DispatchTopic parts{topic.substr(0, colon), topic.substr(colon + 1)};
    if (std::ranges::find(namespaces, parts.skill_id) != namespaces.end()) return std::nullopt;
    return parts;
}

}  // namespace utter::legacy
