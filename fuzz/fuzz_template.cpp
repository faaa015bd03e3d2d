// Templates from registrations and locale files: parsing must hold every promise for any bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/template.hpp"

namespace {

using utter::intent::Direction;

void require(bool condition) {
    if (!condition) std::abort();
}

bool has_adjacent_slots(const std::string& sample) {
    return sample.find("}{") != std::string::npos || sample.find("} {") != std::string::npos;
}

void check(std::string_view text,
           Direction direction,
           const utter::intent::Vocabularies& vocabularies) {
    const auto parsed = utter::intent::Template::parse(text, direction, vocabularies);
    if (!parsed) {
        require(parsed.error().column >= 1 && !parsed.error().detail.empty());
        return;
    }
    if (parsed->variant_count() > 500) return;
    const auto samples = parsed->expand();
    require(!samples.empty() && samples == parsed->expand());
    require(std::set(samples.begin(), samples.end()).size() == samples.size());
    for (const std::string& sample : samples) {
        require(!sample.empty() && sample.front() != ' ' && sample.back() != ' ');
        require(sample.find_first_of("()[]<>|") == std::string::npos);
        if (direction == Direction::input) require(!has_adjacent_slots(sample));
    }
    // Registrations carry the compact form; it must mean the same without the vocabularies.
    const std::string compact = parsed->compact();
    if (compact.size() > utter::intent::template_bytes_max) return;
    const auto again = utter::intent::expand(compact, direction);
    require(again && again->samples == samples);
}

void check_normalizer(std::string_view text) {
    for (const char* lang : {"en-US", "fr", "tr"}) {
        const utter::intent::Normalizer normalizer(lang);
        const auto words = normalizer.words(text);
        if (!words) continue;
        for (const auto& word : *words) {
            require(word.begin < word.end && word.end <= text.size() && !word.text.empty());
        }
        const auto once = normalizer.text(text);
        if (!once || once->size() > 4'000) continue;
        require(normalizer.text(*once) == *once);
    }
}

}  // namespace

// The first line is the template, the others are vocabularies `v0`, `v1`, ... of one line each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 4'096) return 0;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), text.size() + 1));
    utter::intent::Vocabularies vocabularies;
    while (!rest.empty() && vocabularies.size() < 8) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        vocabularies["v" + std::to_string(vocabularies.size())].emplace_back(line);
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
    check(text, Direction::input, vocabularies);
    check(text, Direction::output, vocabularies);
    check_normalizer(text);
    return 0;
}
