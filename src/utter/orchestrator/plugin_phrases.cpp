#include "utter/orchestrator/plugin_phrases.hpp"

#include <utility>

#include "utter/core/log.hpp"

namespace utter::orchestrator {

PluginPhrases::PluginPhrases(std::string owner,
                             const intent::LocaleSources& sources,
                             const std::vector<std::string>& languages)
    : owner_(std::move(owner)),
      locale_(owner_, sources),
      tags_(locale_.languages_among(languages)) {
    for (const auto& tag : tags_) {
        for (const auto& definition : locale_.closest(tag)->templates) {
            if (const auto added = matcher_.add(definition); !added) {
                log::error("plugin.command_refused",
                           {{"plugin", owner_},
                            {"intent_name", definition.intent_name},
                            {"lang", tag},
                            {"reason", added.error().detail}});
                continue;
            }
            intents_.push_back({owner_, definition.intent_name, tag});
        }
    }
}

void PluginPhrases::set_entity(std::string_view slot, const std::vector<std::string>& values) {
    for (const auto& tag : tags_) {
        matcher_.remove_entity(owner_, slot, tag);
        const intent::EntityDefinition known{owner_, std::string(slot), tag, values};
        if (const auto added = matcher_.add(known); !added && !values.empty()) {
            log::debug("plugin.values_unusable",
                       {{"plugin", owner_}, {"slot", slot}, {"reason", added.error().detail}});
        }
    }
}

std::optional<intent::TemplateMatch> PluginPhrases::find(
    std::span<const std::string> utterances,
    std::string_view lang,
    std::function<bool(std::string_view command)> admits) const {
    intent::MatchOptions options;
    if (admits) {
        options.admits = [&](std::string_view, std::string_view command) {
            return admits(command);
        };
    }
    return matcher_.match(utterances, lang, options);
}

const intent::LocaleResources* PluginPhrases::resources(std::string_view lang) const {
    const auto* found = locale_.closest(lang);
    return found != nullptr ? found : locale_.closest("en-US");
}

std::string PluginPhrases::say(std::string_view dialog,
                               std::string_view lang,
                               const intent::SlotValues& values) {
    const auto* found = resources(lang);
    const auto it =
        found == nullptr ? decltype(found->dialogs.begin()){} : found->dialogs.find(dialog);
    if (found == nullptr || it == found->dialogs.end()) {
        log::error("plugin.dialog_missing",
                   {{"plugin", owner_}, {"dialog", dialog}, {"lang", lang}});
        return {};
    }
    auto text = renderer_.render(it->second, found->lang, values);
    if (text) return *std::move(text);
    log::error("plugin.dialog_failed",
               {{"plugin", owner_}, {"dialog", dialog}, {"reason", text.error().detail}});
    return {};
}

std::string PluginPhrases::prompt(std::string_view name,
                                  std::string_view lang,
                                  const intent::SlotValues& values) const {
    const auto* found = resources(lang);
    if (found == nullptr) return {};
    const auto it = found->prompts.find(name);
    return it == found->prompts.end() ? std::string() : intent::render_prompt(it->second, values);
}

}  // namespace utter::orchestrator
