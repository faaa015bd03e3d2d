#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/dialog.hpp"
#include "utter/intent/lazy_locale.hpp"
#include "utter/intent/template_matcher.hpp"
#include "utter/orchestrator/plugin.hpp"

namespace utter::orchestrator {

/// What is said to a plugin that handles its own commands, and what it says: the locale files
/// `<owner>/locale/<lang>/`. Belongs to one thread.
class PluginPhrases {
  public:
    /// Reads the files; what is wrong with them is logged. @param languages those that are enabled
    PluginPhrases(std::string owner,
                  const intent::LocaleSources& sources,
                  const std::vector<std::string>& languages);

    /// The values a slot is known to have, which helps where one is more than a word.
    void set_entity(std::string_view slot, const std::vector<std::string>& values);

    /// The command in the first candidate that is one. @param admits null: every command may be
    [[nodiscard]] std::optional<intent::TemplateMatch> find(
        std::span<const std::string> utterances,
        std::string_view lang,
        std::function<bool(std::string_view command)> admits = nullptr) const;

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

    std::string owner_;
    intent::LazyLocale locale_;
    std::vector<std::string> tags_;  // of the enabled languages
    intent::TemplateMatcher matcher_;
    intent::DialogRenderer renderer_{intent::make_random_index()};
    std::vector<PluginIntent> intents_;
};

}  // namespace utter::orchestrator
