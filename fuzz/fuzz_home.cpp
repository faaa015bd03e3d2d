// A home file: any bytes are either a home, whose lists can be made, or refused naming the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "utter/intent/hassil/home.hpp"
#include "utter/intent/hassil/yaml.hpp"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace utter::intent::hassil;
    const std::string name = "fuzz.yaml";
    const auto node = parse_yaml({reinterpret_cast<const char*>(data), size}, name);
    if (!node) {
        require(!node.error().detail.empty());
        return 0;
    }
    const auto home = read_home(*node, name);
    if (!home) {
        require(home.error().detail.starts_with(name));
        return 0;
    }
    const auto lists = lists_of(*home);
    for (const auto& [list, own] : home->lists) require(lists.contains(list));
    for (const auto* made : {"area", "floor", "name"}) {
        const auto found = lists.find(made);
        if (found == lists.end() || home->lists.contains(made)) continue;
        require(!std::get<TextList>(found->second).empty());
    }
    return 0;
}
