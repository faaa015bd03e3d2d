#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/intent/hassil/sentence_set.hpp"

/// The tests that Home Assistant's sentences come with: devices, utterances and what they have to
/// mean (conformance/hassil.md, section 6).
namespace utter::intent::hassil {

/// A name may be a template; at most so many names come of one.
inline constexpr std::size_t fixture_names_max = 1'000;

struct Place {
    std::string id;
    std::vector<std::string> names;  ///< the first is the name, the others are aliases
    std::string floor;               ///< id; of an area
    std::string written;             ///< the name as the file has it, a template perhaps
};

struct Device {
    std::string id;  ///< `<domain>.<name>`
    std::vector<std::string> names;
    std::string area;  ///< id
    std::string state;
    std::string spoken_state;
    json::object attributes;

    [[nodiscard]] std::string_view domain() const noexcept {
        return std::string_view(id).substr(0, id.find('.'));
    }
};

/// What a language's tests presuppose.
struct Fixtures {
    std::vector<Place> areas;
    std::vector<Place> floors;
    std::vector<Device> devices;
    std::vector<json::object> timers;  ///< as answers see them: names and areas case-folded
    std::vector<json::object> media;
};

/// Utterances that have to mean the same.
struct TestGroup {
    std::string file;
    std::vector<std::string> sentences;
    std::string intent;
    json::object slots;
    json::object context;
    bool is_context_tested = true;       ///< false: it is given, and any other may come of it
    std::string combination;             ///< of slots, by name; empty: any
    std::vector<std::string> responses;  ///< any of these; empty: not tested
};

struct TestSet {
    std::vector<TestGroup> groups;
    std::vector<std::string> expected_failures;  ///< sentences known not to work
    std::vector<std::string> problems;           ///< where a file breaks the corpus' own rules
};

/// Texts of answers by intent and response key: Jinja2 templates.
using Responses =
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>;

[[nodiscard]] Result<Fixtures> read_fixtures(const YamlNode& file, std::string_view name);

/// Reads one group of tests. @param intent of all of the file's; empty: the group names it
[[nodiscard]] Result<TestGroup> read_test_group(const YamlNode& node,
                                                std::string_view file,
                                                std::string_view intent = {});

/// Reads `tests/<language>` of a corpus; `schema` is its `intents.yaml`.
[[nodiscard]] Result<TestSet> load_tests(const std::filesystem::path& folder,
                                         const YamlNode& schema);

[[nodiscard]] Result<Responses> load_responses(const std::filesystem::path& folder);

/// The lists `area`, `floor` and `name` that the devices make.
[[nodiscard]] TextList area_list(const Fixtures& fixtures);
[[nodiscard]] TextList floor_list(const Fixtures& fixtures);
[[nodiscard]] TextList name_list(const Fixtures& fixtures);

/// Languages that `sentences/` has, by name.
[[nodiscard]] std::vector<std::string> corpus_languages(const std::filesystem::path& corpus);

}  // namespace utter::intent::hassil
