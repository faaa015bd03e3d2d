#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/skill/skill.hpp"

namespace utter::skills {

/// A timer somebody asks for.
struct TimerRequest {
    std::string name;  ///< empty: none was given
    /// `malformed` when nothing said was a duration, `limit` when it is far too long.
    Result<std::chrono::seconds> length = fail(ErrorCode::malformed, "");
};

/// Reads "a timer for {length}" and "a {name} timer for {length}", whose slots a matcher cannot
/// always tell apart: in "a five minute timer for pasta" the name comes last, and in "de un cuarto
/// de hora" there is none.
[[nodiscard]] TimerRequest read_request(const skill::IntentCall& call);

/// Reads what stands before the word itself, as in "a five minute timer", "a pasta timer" and "a
/// five minute pasta timer".
[[nodiscard]] TimerRequest read_short_request(const skill::IntentCall& call);

/// A duration, or the unit alone that an article was split from, as in "an hour".
[[nodiscard]] Result<std::chrono::seconds> read_length(std::string_view text,
                                                       std::string_view lang);

}  // namespace utter::skills
