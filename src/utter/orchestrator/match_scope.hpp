#pragma once

#include <string>
#include <utility>
#include <vector>

#include "utter/intent/template_matcher.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/registered_intents.hpp"

namespace utter::orchestrator {

/// What a request's session lets an intent matcher see: scope, denylists, context gates and values.
/// Keeps what its options look at; lives as long as the match, and no longer than what it was made
/// of.
class MatchScope {
  public:
    MatchScope(const MatchRequest& request, const RegisteredIntents& registered);
    MatchScope(const MatchScope&) = delete;
    MatchScope& operator=(const MatchScope&) = delete;
    MatchScope(MatchScope&&) = delete;
    MatchScope& operator=(MatchScope&&) = delete;
    ~MatchScope() = default;

    [[nodiscard]] const intent::MatchOptions& options() const noexcept { return options_; }

  private:
    std::vector<std::string> skills_;
    std::vector<std::string> intents_;
    intent::MatchOptions options_;
};

/// The same options without one intent, to see which would be next.
[[nodiscard]] intent::MatchOptions without(const intent::MatchOptions& options,
                                           std::string skill_id,
                                           std::string intent_name);

/// What a matcher found, as a plugin's claim. @param found an intent::TemplateMatch or KeywordMatch
template <class Found>
[[nodiscard]] Match to_match(Found found) {
    Match match;
    match.skill_id = std::move(found.skill_id);
    match.intent_name = std::move(found.intent_name);
    match.lang = std::move(found.lang);
    match.utterance = std::move(found.utterance);
    match.slots = std::move(found.slots);
    return match;
}

}  // namespace utter::orchestrator
