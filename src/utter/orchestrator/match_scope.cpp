#include "utter/orchestrator/match_scope.hpp"

#include <string_view>

#include "utter/session/intent_context.hpp"

namespace utter::orchestrator {

MatchScope::MatchScope(const MatchRequest& request, const RegisteredIntents& registered)
    : skills_(request.session.list("blacklisted_skills")),
      intents_(request.session.list("blacklisted_intents")) {
    options_.session_id = request.session.id();
    options_.blacklisted_skills = skills_;
    options_.blacklisted_intents = intents_;
    options_.admits = [&](std::string_view skill_id, std::string_view intent_name) {
        return registered.admits(request.session, skill_id, intent_name);
    };
    if (!request.session.context().empty()) {
        request.notes->session_fields.emplace_back("intent_context");
        options_.context_value = [&](std::string_view skill_id,
                                     std::string_view /*intent_name*/,
                                     std::string_view slot) {
            return session::context_value(request.session.context(), skill_id, slot);
        };
    }
}

intent::MatchOptions without(const intent::MatchOptions& options,
                             std::string skill_id,
                             std::string intent_name) {
    auto rest = options;
    rest.admits =
        [admits = options.admits, skill = std::move(skill_id), intent = std::move(intent_name)](
            std::string_view other_skill, std::string_view other_intent) {
            return (other_skill != skill || other_intent != intent) &&
                   admits(other_skill, other_intent);
        };
    return rest;
}

}  // namespace utter::orchestrator
