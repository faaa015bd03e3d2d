// Sentence files: any bytes either load or are refused with a reason, and what loads is matched
// within bounds and the same way every time.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/recognizer.hpp"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

// The first line is an utterance, the rest a sentence file.
// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace utter::intent::hassil;
    if (size > 4'096) return 0;
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const auto line = all.substr(0, all.find('\n'));
    const auto file = all.substr(line.size());
    const auto node = parse_yaml(file, "fuzz.yaml");
    if (!node) {
        require(!node.error().detail.empty());
        return 0;
    }
    // The same bytes as a file of tests: devices, and groups of what has to mean the same.
    const auto fixtures = read_fixtures(*node, "fuzz.yaml");
    require(fixtures || !fixtures.error().detail.empty());
    const auto* tests = node->find("tests");
    if (tests != nullptr && tests->sequence() != nullptr) {
        for (const auto& group : *tests->sequence()) {
            for (const std::string_view intent : {"", "Intent"}) {
                const auto read = read_test_group(group, "fuzz.yaml", intent);
                require(read || !read.error().detail.empty());
            }
        }
    }
    SentenceSet set;
    if (!add_file(set, *node, "fuzz.yaml")) return 0;
    for (const auto& [name, list] : set.lists) {
        // Spelling numbers is ICU's work, and slow; it is not what is tested here.
        const auto* range = std::get_if<RangeList>(&list);
        if (range != nullptr && range->to - range->from > 200) return 0;
    }
    auto program = Program::compile(std::move(set));
    if (!program) {
        require(!program.error().detail.empty());
        return 0;
    }
    Recognizer recognizer(std::move(*program));
    const auto first = recognizer.recognize(line);
    const auto second = recognizer.recognize(line);
    require(first.has_value() == second.has_value());
    if (!first) return 0;
    require(first->intent == second->intent && first->sentence == second->sentence);
    require(first->slots.size() == second->slots.size());
    for (const auto& slot : first->slots) require(!slot.wildcard || !slot.text.empty());
    return 0;
}
