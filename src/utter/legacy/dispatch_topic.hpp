#pragma once

#include <optional>
#include <string_view>

namespace utter::legacy {

/// The two halves of `<skill_id>:<intent_name>`.
struct DispatchTopic {
    std::string_view skill_id;
    std::string_view intent_name;
};

/// Takes a dispatch topic apart, or nothing: the old names with a ':' (recognizer_loop:utterance,
/// padatious:register_intent, ...) only look like one. The views point into `topic`.
[[nodiscard]] std::optional<DispatchTopic> split_dispatch(std::string_view topic) noexcept;

}  // namespace utter::legacy
