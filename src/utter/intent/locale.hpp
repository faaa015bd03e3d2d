#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/definitions.hpp"
#include "utter/intent/dialog.hpp"

/// A skill's language resources: `locale/<lang>/`, any depth, seven roles (OVOS-INTENT-2).
namespace utter::intent {

inline constexpr std::size_t locale_file_bytes_max = std::size_t{1024} * 1024;
inline constexpr std::size_t locale_entries_max = 10'000;  ///< files and folders of one source
inline constexpr int locale_depth_max = 32;                ///< folders below a language's own

/// The seven roles, named as their extensions.
enum class LocaleRole : std::uint8_t { intent, dialog, entity, voc, blacklist, required, prompt };
[[nodiscard]] std::string_view to_string(LocaleRole role) noexcept;

/// Where resources are looked for, each a `locale` folder. Of two files with one role and name the
/// user's wins over the skill's over the core's, as a whole. The core adds to the languages the
/// others have and brings none of its own. A folder that does not exist is empty.
struct LocaleSources {
    std::optional<std::filesystem::path> user;
    std::filesystem::path skill;
    std::optional<std::filesystem::path> core;
};

/// Something wrong with a file. Line and column are 1-based, 0 when the file as a whole is meant.
struct LocaleProblem {
    std::filesystem::path file;
    std::size_t line = 0;
    std::size_t column = 0;
    std::string detail;  ///< a sentence for the author

    friend bool operator==(const LocaleProblem&, const LocaleProblem&) = default;
};
/// `file:line:column: detail`, leaving out what is 0.
[[nodiscard]] std::string to_string(const LocaleProblem& problem);

/// A difference between the languages of one skill; nothing is malformed.
struct ParityGap {
    enum class Kind : std::uint8_t {
        missing_resource,  ///< other languages have the file
        missing_slot,      ///< other languages' templates of the intent declare the slot
        missing_entity,    ///< an untyped slot has no example values; advice
    };
    Kind kind = Kind::missing_resource;
    std::string lang;  ///< the language that lacks it
    LocaleRole role = LocaleRole::intent;
    std::string name;  ///< base name of the resource or, for missing_slot, of the intent
    std::string slot;  ///< for missing_slot

    friend bool operator==(const ParityGap&, const ParityGap&) = default;
};

struct LocaleReport {
    std::vector<LocaleProblem> errors;  ///< files and lines that were refused
    std::vector<LocaleProblem> warnings;
    std::vector<ParityGap> gaps;
    /// Two files claim one role and name in one language: the whole skill is refused.
    bool skill_malformed = false;
};

/// What one language has, ready for use. Templates are compact: vocabularies written out, type
/// prefixes removed.
struct LocaleResources {
    std::string lang;  ///< standardised, for example "en-US"
    std::vector<TemplateDefinition> templates;
    std::vector<EntityDefinition> entities;
    std::map<std::string, Dialog, std::less<>> dialogs;
    std::map<std::string, std::vector<std::string>, std::less<>> vocabularies;
    /// Excluded values by slot or vocabulary; those of template slots are in `templates` too.
    std::map<std::string, std::vector<std::string>, std::less<>> slot_blacklists;
    std::map<std::string, std::string, std::less<>> prompts;
};

struct Locale {
    std::map<std::string, LocaleResources, std::less<>> languages;  ///< by standardised tag
    LocaleReport report;

    /// The resources of the language closest to `lang`, or null; see closest_language().
    [[nodiscard]] const LocaleResources* closest(std::string_view lang) const;
};

/// Reads all languages. Malformed lines and files are left out and reported, the rest is loaded;
/// when report.skill_malformed is set there are no languages. Blocks on file reads.
[[nodiscard]] Locale load_locale(std::string_view skill_id, const LocaleSources& sources);

/// Logs errors and warnings, one line each at WARNING; gaps are for the linter.
void log_report(std::string_view skill_id, const LocaleReport& report);

}  // namespace utter::intent
