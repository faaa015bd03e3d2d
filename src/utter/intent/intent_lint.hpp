#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/lint_source.hpp"

/// What is wrong, or will surprise, in the locale folders of skills that are used together.
namespace utter::intent {

/// Samples of one language that are compared with each other; those of later lines are not.
inline constexpr std::size_t lint_samples_max = 500'000;

enum class LintSeverity : std::uint8_t { error, warning };

enum class LintRule : std::uint8_t {
    malformed,            ///< error: the loader refuses the line, the file or the skill
    doubtful,             ///< the loader takes it, and wonders
    missing_translation,  ///< another language of the skill has the file or the slot
    missing_entity,       ///< an open slot without example values
    unreachable,          ///< error: another intent wins whatever the line says
    ambiguous,            ///< two intents say the same; error within a skill
    repeated,             ///< other lines of the file say all that the line says
    required_slot,        ///< the line leaves out a slot the intent requires
    unused_vocabulary,    ///< no template names it, nor code in the skill's folder
    unused_entity,        ///< no template has a slot of that name, nor is it in code
    dialog_slots,  ///< a slot only some languages have; error when the code seen does not name it
    too_many_samples,  ///< what is above lint_samples_max was not compared
};
[[nodiscard]] std::string_view to_string(LintRule rule) noexcept;

struct LintFinding {
    LintSeverity severity = LintSeverity::warning;
    LintRule rule = LintRule::malformed;
    std::filesystem::path file;
    std::size_t line = 0;    ///< 1-based; 0: the file as a whole
    std::size_t column = 0;  ///< 1-based; 0: the line as a whole
    std::string message;     ///< a sentence for the author

    friend bool operator==(const LintFinding&, const LintFinding&) = default;
};
/// `file:line:column: severity: message [rule]`, leaving out what is 0.
[[nodiscard]] std::string to_string(const LintFinding& finding);

/// All findings, ordered by file and line. Intents are compared across `skills`, with the matcher
/// the assistant uses. Intents that a skill defines in code are not seen. Pure; any thread.
[[nodiscard]] std::vector<LintFinding> lint(std::span<const LintSkill> skills);

}  // namespace utter::intent
