#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What a skill that goes on after its handler has ended says of itself when it is polled.
namespace utter::skill {

/// How long an answer is waited for after Conversation::ask().
inline constexpr std::chrono::seconds answer_time{30};

/// Whether the skill, which took part in this conversation before, takes what was said now. Decides
/// and does nothing else. Spec: OVOS-CONVERSE-1 section 4.2.
using ConverseCheck = std::function<bool(const std::string& utterance, const std::string& lang)>;

/// Whether the skill has something going on in a session that it could stop.
/// Spec: OVOS-STOP-1 section 4.2.
using StopCheck = std::function<bool(const std::string& session_id)>;

/// Ends what the skill has going on in a session, and nothing elsewhere; nothing is fine too.
/// Spec: OVOS-STOP-1 sections 4.3 and 5.3.
using StopHandler = std::function<void(const std::string& session_id)>;

/// How long what a handler writes into the intent context lasts; the first end that comes counts.
struct ContextLife {
    std::optional<int> turns;                     ///< further utterances; nothing: any number
    std::optional<std::chrono::seconds> seconds;  ///< nothing: for ever
};

/// What an intent demands of the intent context of its own skill. Spec: OVOS-CONTEXT-1 section 6.
struct ContextDemand {
    std::vector<std::string> requires_keys;  ///< all of them are there
    std::vector<std::string> excludes_keys;  ///< none of them is

    [[nodiscard]] bool empty() const { return requires_keys.empty() && excludes_keys.empty(); }
};

}  // namespace utter::skill
