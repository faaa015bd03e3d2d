#include "utter/orchestrator/plugins/persona/persona_phrases.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/text.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::string_view owner = "persona";
constexpr std::string_view name_slot = "persona";
// "ask alice about love" has the query in a slot, "ask alice what love is" is asked as it stands.
constexpr std::string_view question_intent = "ask_question";

}  // namespace

PersonaPhrases::PersonaPhrases(const intent::LocaleSources& sources,
                               const std::vector<std::string>& languages)
    : locale_(intent::load_locale(owner, sources)) {
    intent::log_report(owner, locale_.report);
    for (const auto& [tag, resources] : locale_.languages) {
        const bool wanted = std::ranges::any_of(languages, [&tag = tag](const std::string& lang) {
            return intent::primary_subtag(lang) == intent::primary_subtag(tag);
        });
        if (!wanted) continue;
        for (const auto& definition : resources.templates) {
            if (const auto added = matcher_.add(definition); !added) {
                log::error("persona.command_refused",
                           {{"intent_name", definition.intent_name},
                            {"lang", tag},
                            {"reason", added.error().detail}});
                continue;
            }
            if (definition.intent_name == question_intent) continue;  // it is dispatched as "ask"
            intents_.push_back({std::string(owner), definition.intent_name, tag});
        }
    }
}

void PersonaPhrases::set_names(const std::vector<std::string>& names) {
    for (const auto& [tag, resources] : locale_.languages) {
        matcher_.remove_entity(owner, name_slot, tag);
        const intent::EntityDefinition known{
            std::string(owner), std::string(name_slot), tag, names};
        if (const auto added = matcher_.add(known); !added && !names.empty()) {
            log::debug("persona.names_unusable", {{"reason", added.error().detail}});
        }
    }
}

std::optional<PersonaCommand> PersonaPhrases::find(std::span<const std::string> utterances,
                                                   std::string_view lang) const {
    auto match = matcher_.match(utterances, lang);
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

const intent::LocaleResources* PersonaPhrases::resources(std::string_view lang) const {
    const auto* found = locale_.closest(lang);
    return found != nullptr ? found : locale_.closest("en-US");
}

std::string PersonaPhrases::say(std::string_view dialog,
                                std::string_view lang,
                                const intent::SlotValues& values) {
    const auto* found = resources(lang);
    const auto it =
        found == nullptr ? decltype(found->dialogs.begin()){} : found->dialogs.find(dialog);
    if (found == nullptr || it == found->dialogs.end()) {
        log::error("persona.dialog_missing", {{"dialog", dialog}, {"lang", lang}});
        return {};
    }
    auto text = renderer_.render(it->second, found->lang, values);
    if (text) return *std::move(text);
    log::error("persona.dialog_failed", {{"dialog", dialog}, {"reason", text.error().detail}});
    return {};
}

std::string PersonaPhrases::prompt(std::string_view name,
                                   std::string_view lang,
                                   const intent::SlotValues& values) const {
    const auto* found = resources(lang);
    if (found == nullptr) return {};
    const auto it = found->prompts.find(name);
    return it == found->prompts.end() ? std::string() : intent::render_prompt(it->second, values);
}

}  // namespace utter::orchestrator
