#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/definitions.hpp"
#include "utter/intent/normalizer.hpp"

/// Registered keyword intents made ready for matching; used by keyword_matcher.cpp alone.
namespace utter::intent::detail {

enum class KeywordRole : std::uint8_t { required, one_of, optional, excluded };

/// A vocabulary in normalised form.
struct CompiledVocabulary {
    std::string name;
    KeywordRole role = KeywordRole::required;
    std::size_t group = 0;             ///< of one_of
    std::vector<std::string> phrases;  ///< sorted, each once; never empty
};

struct CompiledKeyword {
    std::string skill_id;
    std::string intent_name;
    std::string lang;  ///< as registered
    std::string session_id;
    std::string qualified_name;
    std::size_t groups = 0;  ///< of one_of
    std::vector<CompiledVocabulary> vocabularies;
};

/// Expands and normalises; single bad samples are skipped and logged as `intent.sample_skipped`.
/// Errors as KeywordMatcher::add.
[[nodiscard]] Result<CompiledKeyword> compile(const KeywordDefinition& definition,
                                              std::string_view session_id,
                                              const Normalizer& normalizer);

}  // namespace utter::intent::detail
