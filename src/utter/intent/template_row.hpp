#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/definitions.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/phrase_set.hpp"
#include "utter/intent/template_fragment.hpp"

/// Registered definitions made ready for matching, for the matchers alone.
namespace utter::intent::detail {

/// Samples or phrases one definition may stand for; more are refused.
inline constexpr std::size_t definition_samples_max = 65'536;

/// The beginning of a sample, for the log.
[[nodiscard]] std::string_view log_excerpt(std::string_view sample);

/// A definition in normalised form.
struct TemplateRow {
    TemplateDefinition definition;
    std::string session_id;
    std::string lang;  ///< of the definition, folded
    std::string qualified_name;
    std::set<std::string, std::less<>> slots;                    ///< of all usable samples
    std::map<std::string, std::string, std::less<>> slot_types;  ///< of those with a known type
    PhraseSet blacklist;
    std::map<std::string, PhraseSet, std::less<>> slot_blacklist;
};

struct CompiledTemplate {
    TemplateRow row;
    std::vector<TemplateFragment> fragments;
};

/// Whether what single samples and phrases have wrong is logged.
enum class Skips : bool { silent, logged };

/// Expands and normalises; errors as TemplateMatcher::add.
[[nodiscard]] Result<CompiledTemplate> compile(TemplateDefinition definition,
                                               std::string_view session_id,
                                               const Normalizer& normalizer,
                                               Skips skips = Skips::logged);

/// The values of an entity in normalised form; errors as TemplateMatcher::add.
[[nodiscard]] Result<PhraseSet> compile(const EntityDefinition& definition,
                                        const Normalizer& normalizer,
                                        Skips skips = Skips::logged);

}  // namespace utter::intent::detail
