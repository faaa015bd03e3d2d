#pragma once

#include <string>

#include "utter/core/json.hpp"

/// An utterance's trace (OVOS-PIPELINE-1 leaves it to the deployment; the shape is that of
/// `utter.explain`) as people read it. Pure.
namespace utter::app {

/// The whole account, several lines: what was heard, each stage with its reason and score, the
/// ending, what of the session mattered, and where the time went.
[[nodiscard]] std::string trace_text(const json::object& trace);

/// Why a stage of a trace decided as it did, with its score and runner-up, as far as it says so.
[[nodiscard]] std::string reason_text(const json::object& stage);

/// What two traces of one utterance decided differently: an array of `{what, then, now}`, empty
/// when the decision and the way to it are the same. Times and scores do not count.
[[nodiscard]] json::array trace_differences(const json::object& then, const json::object& now);

/// The same for people, one line each; "the same decision" when there are none.
[[nodiscard]] std::string differences_text(const json::array& differences);

}  // namespace utter::app
