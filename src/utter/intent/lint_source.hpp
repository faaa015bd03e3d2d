#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/locale.hpp"
#include "utter/intent/locale_files.hpp"

/// A skill's folder as the linter looks at it: what was loaded, and where it stands.
namespace utter::intent {

inline constexpr std::size_t lint_code_files_max =
    1'000;  ///< source files looked into, the rest not

/// A line of a locale file, and where.
struct LintLine {
    ResourceId resource;
    std::filesystem::path file;
    LocaleLine line;
};

struct LintSkill {
    std::string skill_id;
    std::filesystem::path locale_dir;
    Locale locale;
    std::map<std::string, std::vector<LintLine>> lines;  ///< by language, prompts left out
    std::optional<std::set<std::string>> names_in_code;  ///< strings in its source files, if any
};

/// Reads a skill's folder: `DIR/locale`, `DIR/<package>/locale`, or DIR itself when it is named
/// `locale`. The skill's id is the folder's name. Blocks on file reads. @return `not_found` when
/// there is no locale folder.
[[nodiscard]] Result<LintSkill> read_skill_folder(const std::filesystem::path& folder);

/// Reads a locale folder of a known skill, without its code. Blocks on file reads.
[[nodiscard]] LintSkill read_skill_locale(std::string_view skill_id,
                                          const std::filesystem::path& locale_dir);

}  // namespace utter::intent
