#include "utter/intent/hassil/combinations.hpp"

#include <fmt/format.h>

#include <functional>
#include <system_error>
#include <utility>

namespace utter::intent::hassil {
namespace {

/// Of the schema: an intent, one of its combinations, and what is said of it.
using Visit = std::function<Result<void>(
    const std::string& intent, const std::string& name, const YamlNode& facts)>;

Result<void> for_each_combination(const YamlNode& schema, const Visit& visit) {
    if (schema.mapping() == nullptr) return {};
    for (const auto& [intent, entry] : *schema.mapping()) {
        const auto* combinations = entry.find("slot_combinations");
        if (combinations == nullptr || combinations->mapping() == nullptr) continue;
        for (const auto& [name, facts] : *combinations->mapping()) {
            if (auto done = visit(intent, name, facts); !done) return done;
        }
    }
    return {};
}

// The file of a combination in `sentences` or `tests`, null when there is none.
Result<YamlNode> load_file(const std::filesystem::path& folder,
                           const std::string& intent,
                           const std::string& name) {
    const auto path = folder / intent / (name + ".yaml");
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return YamlNode{};
    return load_yaml(path, fmt::format("{}/{}.yaml", intent, name));
}

bool is_in_area(const YamlNode& facts) {
    const auto* flag = facts.find("context_area");
    return flag != nullptr && to_json(*flag) == true;
}

// The domains that sentences of the combination imply.
json::array implied_domains(const YamlNode& facts) {
    json::array out;
    const auto* domains = facts.find("inferred_domains");
    if (domains == nullptr || domains->mapping() == nullptr) return out;
    for (const auto& [importance, names] : *domains->mapping()) {
        if (names.sequence() == nullptr) continue;
        for (const auto& name : *names.sequence()) out.push_back(to_json(name));
    }
    return out;
}

// As the corpus' own runner fills what a timer leaves open.
void complete(json::object& timer) {
    for (const auto* key : {"total_seconds_left",
                            "rounded_hours_left",
                            "rounded_minutes_left",
                            "rounded_seconds_left"}) {
        timer.emplace(key, 0);
    }
}

Result<CombinationTests> read_tests(const YamlNode& file,
                                    std::string name,
                                    const std::string& intent,
                                    const std::string& combination,
                                    const YamlNode& facts) {
    CombinationTests out{std::move(name), {}};
    const auto common = read_fixtures(file, out.file);
    if (!common) return std::unexpected(common.error());
    const auto domains = implied_domains(facts);
    const auto* tests = file.find("tests");
    if (tests == nullptr || tests->sequence() == nullptr) return out;
    for (const auto& node : *tests->sequence()) {
        auto group = read_test_group(node, out.file, intent);
        if (!group) return std::unexpected(group.error());
        group->combination = combination;
        group->context = {{"area", context_area}};
        group->is_context_tested = false;
        if (!domains.empty()) group->slots["domain"] = domains;
        if (is_in_area(facts)) group->slots["area"] = context_area;
        auto own = read_fixtures(node, out.file);
        if (!own) return std::unexpected(own.error());
        Fixtures fixtures = *common;
        if (node.find("timers") != nullptr) fixtures.timers = std::move(own->timers);
        if (node.find("media") != nullptr) fixtures.media = std::move(own->media);
        for (auto& timer : fixtures.timers) complete(timer);
        out.groups.push_back({std::move(fixtures), std::move(*group)});
    }
    return out;
}

}  // namespace

Result<SentenceSet> load_combinations(const std::filesystem::path& corpus,
                                      std::string_view language,
                                      const YamlNode& schema) {
    SentenceSet set;
    set.language = language;
    const auto folder = corpus / "sentences" / language;
    const auto done = for_each_combination(
        schema, [&](const std::string& intent, const std::string& name, const YamlNode& facts) {
            const auto file = load_file(folder, intent, name);
            if (!file) return Result<void>(std::unexpected(file.error()));
            const auto* data = file->find("data");
            if (data == nullptr || data->sequence() == nullptr) return Result<void>();
            for (const auto& node : *data->sequence()) {
                auto block = read_block(node, fmt::format("{}/{}.yaml", intent, name), intent);
                if (!block) return Result<void>(std::unexpected(block.error()));
                if (const auto* names = node.find("name_domains")) {
                    block->requires_context["domain"] = to_json(*names);
                } else if (const auto* domain = node.find("inferred_domain")) {
                    block->slots["domain"] = to_json(*domain);
                }
                if (is_in_area(facts)) block->requires_context["area"] = {{"slot", true}};
                block->metadata["slot_combination"] = name;
                set.blocks.push_back(std::move(*block));
            }
            return Result<void>();
        });
    if (!done) return std::unexpected(done.error());
    if (set.blocks.empty()) return set;
    for (const auto& shared :
         {corpus / "rules" / language, corpus / "lists", corpus / "lists" / language}) {
        for (const auto& path : yaml_files(shared)) {
            const auto name = path.filename().string();
            const auto node = load_yaml(path, name);
            if (!node) return std::unexpected(node.error());
            if (auto added = add_file(set, *node, name); !added) {
                return std::unexpected(added.error());
            }
        }
    }
    return set;
}

Result<std::vector<CombinationTests>> load_combination_tests(const std::filesystem::path& corpus,
                                                             std::string_view language,
                                                             const YamlNode& schema) {
    std::vector<CombinationTests> out;
    const auto folder = corpus / "tests" / language;
    const auto done = for_each_combination(
        schema, [&](const std::string& intent, const std::string& name, const YamlNode& facts) {
            const auto file = load_file(folder, intent, name);
            if (!file) return Result<void>(std::unexpected(file.error()));
            if (file->is_null()) return Result<void>();
            auto tests = read_tests(
                *file, fmt::format("{}/{}/{}.yaml", language, intent, name), intent, name, facts);
            if (!tests) return Result<void>(std::unexpected(tests.error()));
            out.push_back(std::move(*tests));
            return Result<void>();
        });
    if (!done) return std::unexpected(done.error());
    return out;
}

}  // namespace utter::intent::hassil
