#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/intent/hassil/yaml.hpp"

/// What Home Assistant's sentence files of one language say, read but not yet compiled
/// (conformance/hassil.md, section 3).
namespace utter::intent::hassil {

/// One value of a text list.
struct ListValue {
    std::string in;
    bool is_template = false;   ///< `in` has to be parsed; otherwise it is literal text
    json::value out = nullptr;  ///< null: the text that matched
    json::object context;       ///< joins the context when the value matches
    json::object metadata;
};

using TextList = std::vector<ListValue>;

enum class Fractions : std::uint8_t { none, halves, tenths };

/// Whole numbers from `from` to `to` (inclusive), `step` apart, each with its fractions.
struct RangeList {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t step = 1;
    std::optional<double> multiplier;
    Fractions fractions = Fractions::none;
    bool digits = true;
    bool words = true;
    std::string words_language;  ///< empty: the language of the sentences

    [[nodiscard]] bool contains(double number) const noexcept;
};

/// Any text.
struct WildcardList {};

using SlotList = std::variant<TextList, RangeList, WildcardList>;
using SlotLists = std::map<std::string, SlotList, std::less<>>;
using Rules = std::map<std::string, std::string, std::less<>>;

/// Sentences that mean the same, with what goes with a match of one.
struct Block {
    std::string file;  ///< as errors name it
    std::uint32_t line = 0;
    std::string intent;
    std::vector<std::string> sentences;
    std::string response = "default";
    json::object slots;
    json::object requires_context;
    json::object excludes_context;
    json::object metadata;
    std::optional<std::vector<std::string>> required_keywords;
    SlotLists lists;  ///< before the common ones
    Rules rules;      ///< before the common ones
};

/// All sentences of one language. The order of `blocks` decides ties.
struct SentenceSet {
    std::string language;
    std::vector<Block> blocks;  ///< by intent as first met, then as they stand
    SlotLists lists;
    Rules rules;
    std::vector<std::string> skip_words;
    json::object error_responses;
    bool ignore_whitespace = false;
};

/// Reads what one file holds and adds it. @return malformed with file, line and key.
[[nodiscard]] Result<void> add_file(SentenceSet& set, const YamlNode& file, std::string_view name);

/// Reads every `*.yaml` of a folder, in the order of their names.
/// @return not_found when there is none; malformed with file, line and key.
[[nodiscard]] Result<SentenceSet> load_sentences(const std::filesystem::path& folder);

/// Adds what every `*.yaml` of a folder holds, in the order of their names; errors call the folder
/// `shown`. @return as load_sentences()
[[nodiscard]] Result<void> add_folder(SentenceSet& set,
                                      const std::filesystem::path& folder,
                                      std::string_view shown);

/// Reads a mapping of lists, as `lists:` holds one; `file` is for errors.
[[nodiscard]] Result<SlotLists> read_lists(const YamlNode& node, std::string_view file);

/// Reads a mapping of names to templates; adds to `rules`, replacing.
[[nodiscard]] Result<void> read_rules(const YamlNode& node, std::string_view file, Rules& rules);

/// Reads one block of sentences of an intent.
[[nodiscard]] Result<Block> read_block(const YamlNode& node,
                                       std::string_view file,
                                       std::string intent);

/// The `*.yaml` files of a folder, not of those below, by name.
[[nodiscard]] std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder);

}  // namespace utter::intent::hassil
