#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/dialog.hpp"
#include "utter/intent/locale.hpp"
#include "utter/intent/template_matcher.hpp"
#include "utter/orchestrator/plugin.hpp"

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
    /// Reads the files; what is wrong with them is logged. @param languages those that are enabled
    PersonaPhrases(const intent::LocaleSources& sources, const std::vector<std::string>& languages);

    /// Makes the names known, which helps where one is more than a word.
    void set_names(const std::vector<std::string>& names);

    /// The command in the first candidate that is one.
    [[nodiscard]] std::optional<PersonaCommand> find(std::span<const std::string> utterances,
                                                     std::string_view lang) const;

    /// A phrase of the dialog in the language nearest to `lang`, English when there is none.
    [[nodiscard]] std::string say(std::string_view dialog,
                                  std::string_view lang,
                                  const intent::SlotValues& values = {});

    /// The prompt in the language nearest to `lang`, English when there is none.
    [[nodiscard]] std::string prompt(std::string_view name,
                                     std::string_view lang,
                                     const intent::SlotValues& values) const;

    /// What can be matched, for introspection.
    [[nodiscard]] const std::vector<PluginIntent>& intents() const noexcept { return intents_; }

  private:
    [[nodiscard]] const intent::LocaleResources* resources(std::string_view lang) const;

    intent::Locale locale_;
    intent::TemplateMatcher matcher_;
    intent::DialogRenderer renderer_{intent::make_random_index()};
    std::vector<PluginIntent> intents_;
};

}  // namespace utter::orchestrator
