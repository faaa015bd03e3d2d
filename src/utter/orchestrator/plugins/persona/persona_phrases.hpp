#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/dialog.hpp"
#include "utter/intent/locale.hpp"
#include "utter/orchestrator/plugin_phrases.hpp"

namespace utter::orchestrator {

/// A command to do with personas. Spec: OVOS-PERSONA-1 section 7.1.
struct PersonaCommand {
    std::string name;       ///< summon, release, ask, list or check
    std::string persona;    ///< as it was called; empty when the command names none
    std::string query;      ///< ask: what to ask
    std::string utterance;  ///< the candidate that matched
};

/// What people say to have personas come and go, and what is said to them: the locale files
/// `persona/locale/<lang>/`. Belongs to one thread.
class PersonaPhrases {
  public:
    static constexpr std::string_view name_slot = "persona";

    /// Reads the files; what is wrong with them is logged. @param languages those that are enabled
    PersonaPhrases(const intent::LocaleSources& sources, const std::vector<std::string>& languages);

    /// Makes the names known, which helps where one is more than a word.
    void set_names(const std::vector<std::string>& names) { phrases_.set_entity(name_slot, names); }

    /// The command in the first candidate that is one.
    [[nodiscard]] std::optional<PersonaCommand> find(std::span<const std::string> utterances,
                                                     std::string_view lang) const;

    /// As PluginPhrases::say().
    [[nodiscard]] std::string say(std::string_view dialog,
                                  std::string_view lang,
                                  const intent::SlotValues& values = {}) {
        return phrases_.say(dialog, lang, values);
    }

    /// As PluginPhrases::prompt().
    [[nodiscard]] std::string prompt(std::string_view name,
                                     std::string_view lang,
                                     const intent::SlotValues& values) const {
        return phrases_.prompt(name, lang, values);
    }

    /// What can be matched, for introspection.
    [[nodiscard]] const std::vector<PluginIntent>& intents() const noexcept { return intents_; }

  private:
    PluginPhrases phrases_;
    std::vector<PluginIntent> intents_;
};

}  // namespace utter::orchestrator
