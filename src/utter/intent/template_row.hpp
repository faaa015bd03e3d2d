#pragma once

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

/// Registered definitions made ready for matching; used by template_matcher.cpp alone.
namespace utter::intent::detail {

/// Samples one definition may stand for; more are refused.
inline constexpr std::size_t definition_samples_max = 65'536;

/// A definition in normalised form.
struct TemplateRow {
    TemplateDefinition definition;
    std::string session_id;
    std::string qualified_name;
    std::set<std::string> slots;  ///< of all usable samples
    PhraseSet blacklist;
    std::map<std::string, PhraseSet, std::less<>> slot_blacklist;
    std::size_t state_count = 0;  ///< what it takes up in the graph
};

struct CompiledTemplate {
    TemplateRow row;
    std::vector<TemplateFragment> fragments;
};

/// Whether to log what is skipped; compiling the same definition again stays silent.
enum class Skips : bool { silent, logged };

/// Expands and normalises; errors as TemplateMatcher::add.
[[nodiscard]] Result<CompiledTemplate> compile(TemplateDefinition definition,
                                               std::string_view session_id,
                                               const Normalizer& normalizer,
                                               Skips skips);

/// The values of an entity in normalised form; errors as TemplateMatcher::add.
[[nodiscard]] Result<PhraseSet> compile(const EntityDefinition& definition,
                                        const Normalizer& normalizer);

}  // namespace utter::intent::detail
