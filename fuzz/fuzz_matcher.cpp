// Definitions and utterances of anybody: whatever is registered, matching holds its promises, and
// what is removed leaves nothing behind.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/log.hpp"
#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/template_matcher.hpp"

namespace {

using utter::intent::EntityDefinition;
using utter::intent::KeywordMatcher;
using utter::intent::TemplateDefinition;
using utter::intent::TemplateMatcher;

void require(bool condition) {
    if (!condition) std::abort();
}

template <class Match>
void check(const std::optional<Match>& match, const std::string& utterance) {
    if (!match) return;
    require(match->utterance == utterance && match->skill_id == "s");
    for (const auto& [slot, value] : match->slots) {
        require(!value.empty() && utterance.find(value) != std::string::npos);
    }
}

}  // namespace

// A line that begins with `?` is asked; `!` removes an intent, `=` gives a slot a value, `+` is a
// keyword, and any other line is a sample of the intent that its first byte names.
// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 2'048) return 0;
    const utter::log::Capture quiet;
    TemplateMatcher templates;
    KeywordMatcher keywords;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.empty()) continue;
        const std::string text(line.substr(1));
        const std::string name(
            1, static_cast<char>('a' + static_cast<unsigned char>(line.front()) % 8));
        switch (line.front()) {
            case '?': {
                const std::vector utterance{text};
                const auto found = templates.match(utterance, "en");
                check(found, text);
                require(!found || (found->score > 0 && found->score <= 1));
                check(keywords.match(utterance, "en"), text);
                break;
            }
            case '!':
                templates.remove_intent("s", text);
                keywords.remove_intent("s", text);
                break;
            case '=':
                static_cast<void>(templates.add(EntityDefinition{"s", "x", "en", {text}}));
                break;
            case '+':
                static_cast<void>(keywords.add({"s", name, "en", {{"v", {text}}}, {}, {}, {}}));
                break;
            default:
                static_cast<void>(templates.add(TemplateDefinition{
                    "s", name, "en", {text, text + " {x}"}, {}, {}, {}, {{"x", "number"}}}));
        }
    }
    templates.remove_skill("s");
    keywords.remove_skill("s");
    require(templates.size() == 0 && keywords.size() == 0);
    return 0;
}
