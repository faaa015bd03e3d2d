#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"

/// The topics of the Mycroft and early OVOS programs that the specifications renamed, one meaning
/// under two names. What has no counterpart of its own (registrations, the handler trio, converse)
/// is not here; see core_adapter.hpp.
namespace utter::legacy {

/// Makes the payload of the other name.
using Conversion = json::object (*)(const Message& message);

struct TopicPair {
    std::string_view legacy;
    std::string_view spec;
    Conversion to_spec;    ///< nullptr: the legacy frame is not taken over under this name
    Conversion to_legacy;  ///< nullptr: the spec frame has no legacy twin
};

[[nodiscard]] std::span<const TopicPair> topic_pairs() noexcept;
/// The row of a legacy or a spec topic, or nullptr.
[[nodiscard]] const TopicPair* find_legacy_topic(std::string_view topic) noexcept;
[[nodiscard]] const TopicPair* find_spec_topic(std::string_view topic) noexcept;

/// The spec message that a legacy frame stands for: context as it is, without markers.
[[nodiscard]] std::optional<Message> spec_message(const Message& legacy);

}  // namespace utter::legacy
