#include "utter/orchestrator/plugins/persona/persona_phrases.hpp"

#include <utility>

#include "utter/intent/text.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::string_view owner = "persona";
// "ask alice about love" has the query in a slot, "ask alice what love is" is asked as it stands.
constexpr std::string_view question_intent = "ask_question";

}  // namespace

PersonaPhrases::PersonaPhrases(const intent::LocaleSources& sources,
                               const std::vector<std::string>& languages)
    : phrases_(std::string(owner), sources, languages), intents_(phrases_.intents()) {
    std::erase_if(intents_, [](const PluginIntent& each) {
        return each.intent_name == question_intent;  // it is dispatched as "ask"
    });
}

std::optional<PersonaCommand> PersonaPhrases::find(std::span<const std::string> utterances,
                                                   std::string_view lang) const {
    auto match = phrases_.find(utterances, lang);
    if (!match) return std::nullopt;
    PersonaCommand command{match->intent_name,
                           match->slots[std::string(name_slot)],
                           match->slots["query"],
                           match->utterance};
    if (command.name == question_intent) {
        command.name = "ask";
        const auto after = match->utterance.find(command.persona) + command.persona.size();
        command.query = intent::trim(std::string_view(match->utterance).substr(after));
    }
    return command;
}

}  // namespace utter::orchestrator
