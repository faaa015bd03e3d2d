#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/sentence_set.hpp"

/// The newer layout of Home Assistant's corpus: a folder for each intent, in it a file for each
/// combination of slots, and tests that bring their own devices (conformance/hassil.md, section 6).
namespace utter::intent::hassil {

/// The area that a test's satellite stands in.
inline constexpr std::string_view context_area = "__context_area__";

/// Utterances of one combination, and what they presuppose.
struct CombinationGroup {
    Fixtures fixtures;
    TestGroup tests;
};

/// The tests of one file.
struct CombinationTests {
    std::string file;
    std::vector<CombinationGroup> groups;
};

/// Reads `sentences/<language>/<intent>/`, `lists/` and `rules/` of a corpus, in the order of
/// `schema`, its `intents.yaml`. No blocks where the language has no such files.
[[nodiscard]] Result<SentenceSet> load_combinations(const std::filesystem::path& corpus,
                                                    std::string_view language,
                                                    const YamlNode& schema);

/// Reads `tests/<language>/<intent>/` of a corpus.
[[nodiscard]] Result<std::vector<CombinationTests>> load_combination_tests(
    const std::filesystem::path& corpus, std::string_view language, const YamlNode& schema);

}  // namespace utter::intent::hassil
