#include "utter/intent/hassil/home.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "utter/intent/hassil/yaml.hpp"

namespace utter::intent::hassil {
namespace {

constexpr std::array<std::string_view, 7> known_keys{
    "areas", "floors", "entities", "timers", "media", "lists", "context"};

}  // namespace

Result<Home> load_home(const std::filesystem::path& file) {
    const auto name = file.string();
    const auto node = load_yaml(file, name);
    if (!node) return std::unexpected(node.error());
    return read_home(*node, name);
}

Result<Home> read_home(const YamlNode& node, const std::string& name) {
    Home home;
    if (node.is_null()) return home;
    const auto fault = [&](const YamlNode& where, std::string_view what) {
        return fail(ErrorCode::malformed, fmt::format("{}:{}: {}", name, where.line, what));
    };
    if (node.mapping() == nullptr) return fault(node, "the file has to be a mapping");
    for (const auto& [key, value] : *node.mapping()) {
        if (std::ranges::find(known_keys, key) == known_keys.end()) {
            return fault(value, fmt::format("there is no key '{}' here", key));
        }
    }
    auto things = read_fixtures(node, name);
    if (!things) return std::unexpected(things.error());
    home.things = std::move(*things);
    if (const auto* lists = node.find("lists"); lists != nullptr && !lists->is_null()) {
        auto read = read_lists(*lists, name);
        if (!read) return std::unexpected(read.error());
        home.lists = std::move(*read);
    }
    if (const auto* context = node.find("context"); context != nullptr && !context->is_null()) {
        if (context->mapping() == nullptr) return fault(*context, "'context' has to be a mapping");
        home.context = to_json(*context).as_object();
    }
    return home;
}

SlotLists lists_of(const Home& home) {
    SlotLists lists{{"area", area_list(home.things)},
                    {"floor", floor_list(home.things)},
                    {"name", name_list(home.things)}};
    // An empty one would hide what the sentence files themselves list.
    std::erase_if(lists, [](const auto& list) { return std::get<TextList>(list.second).empty(); });
    for (const auto& [name, list] : home.lists) lists.insert_or_assign(name, list);
    return lists;
}

}  // namespace utter::intent::hassil
