#include "utter/orchestrator/plugin.hpp"

#include "utter/core/topic.hpp"

namespace utter::orchestrator {

std::optional<std::string> match_fault(const Match& match) {
    if (!is_identifier(match.skill_id)) return "skill_id is empty or not an identifier";
    if (!is_identifier(match.intent_name)) return "intent_name is empty or not an identifier";
    if (match.lang.empty()) return "lang is empty";
    if (match.utterance.empty()) return "utterance is empty";
    return std::nullopt;
}

}  // namespace utter::orchestrator
