#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/locale.hpp"

namespace utter::intent {

/// A skill's languages, each read when it is first asked for: of seven that a skill has, an
/// assistant speaks one or two. What is wrong with the files of a language is logged when it is
/// read. All functions may be called from any thread; what they return lives as long as this.
class LazyLocale {
  public:
    /// Looks which files there are, which blocks on the file system, and reads none.
    LazyLocale(std::string owner, LocaleSources sources);

    /// What made the whole of it unusable (LocaleReport::skill_malformed), or null. There are no
    /// languages then.
    [[nodiscard]] const LocaleProblem* malformed() const noexcept;
    /// Standardised tags of all languages, sorted.
    [[nodiscard]] const std::vector<std::string>& languages() const noexcept { return tags_; }
    /// Those of them that are one of `spoken`, whatever the region.
    [[nodiscard]] std::vector<std::string> languages_among(
        const std::vector<std::string>& spoken) const;
    /// Whether closest() finds any; reads nothing.
    [[nodiscard]] bool has(std::string_view lang) const;
    /// Whether any language has a file of the intent, good or bad; reads nothing.
    [[nodiscard]] bool has_intent(std::string_view name) const;

    /// The resources of the language closest to `lang`, or null; see closest_language(). Blocks
    /// on file reads at the first call for a language.
    [[nodiscard]] const LocaleResources* closest(std::string_view lang) const;

  private:
    std::string owner_;
    LocaleReport report_;
    LocaleSources sources_;
    std::vector<std::string> tags_;
    std::set<std::string, std::less<>> intents_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, LocaleResources, std::less<>> read_;  // guarded by mutex_
};

}  // namespace utter::intent
