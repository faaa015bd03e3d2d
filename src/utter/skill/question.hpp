#pragma once

#include <functional>
#include <optional>
#include <string>

/// Questions that no intent took and that are put to all skills; the surest answer is spoken for
/// its skill. Spec: OVOS-COMMON-QUERY-1 sections 6, 7 and 11.
namespace utter::skill {

struct Question {
    std::string utterance;  ///< as it was said
    std::string lang;       ///< BCP-47, to answer in
    std::string timezone;   ///< IANA name, as in IntentCall
};

struct Answer {
    std::string text;
    /// 0 .. 1: below 0.5 a guess that is not spoken, from 0.7 sure, from 0.9 beyond doubt.
    double confidence = 0;
};

/// Whether the skill could answer. Quick and from what the skill knows itself: no file, no network.
using QuestionCheck = std::function<bool(const Question&)>;

/// Answers, or has no answer after all. It never speaks: another skill may know better. What it
/// throws is logged and counts as no answer. Answers that take beyond a few seconds come too late.
using QuestionHandler = std::function<std::optional<Answer>(const Question&)>;

}  // namespace utter::skill
