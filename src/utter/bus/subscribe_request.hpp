#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "utter/core/message.hpp"
#include "utter/core/result.hpp"
#include "utter/core/topic.hpp"

/// How a client narrows what it gets: our extension, docs/bus.md section "Subscriptions". Pure.
namespace utter::bus {

inline constexpr std::string_view subscribe_topic = "utter.bus.subscribe";
inline constexpr std::size_t subscription_patterns_max = 1024;
inline constexpr std::size_t subscription_pattern_bytes_max = 256;

/// The topics a client wants; nothing means all.
using TopicSelection = std::optional<std::vector<TopicFilter>>;

/// Reads `data.topics` of a subscribe request; without it, or with a "*" in it, all topics are
/// wanted. @return malformed naming the field.
[[nodiscard]] Result<TopicSelection> read_subscribe_request(const Message& request);

/// The request for these topics.
[[nodiscard]] Message make_subscribe_request(const TopicSelection& selection);

/// The answer, for the asker alone: the topics in force, and why when the request was refused.
[[nodiscard]] Message subscribe_answer(const Message& request,
                                       const TopicSelection& in_force,
                                       const Result<TopicSelection>& outcome);

}  // namespace utter::bus
