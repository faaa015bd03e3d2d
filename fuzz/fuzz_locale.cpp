// A locale file's bytes: the line reader, the prompt reader and what is done with each line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "utter/intent/dialog.hpp"
#include "utter/intent/locale_files.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/text.hpp"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace utter::intent;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const SlotValues values{{"a", "{{b}}"}, {"b", "(x|y) {a}"}};

    if (const auto lines = read_locale_lines(bytes)) {
        require(is_valid_utf8(bytes) && !lines->empty());
        std::size_t last = 0;
        Dialog dialog{"fuzz", {}, {}};
        for (const LocaleLine& line : *lines) {
            require(line.number > last);
            last = line.number;
            require(!line.text.empty() && line.text.front() != '#' && trim(line.text) == line.text);
            auto parsed = Template::parse(line.text, Direction::output);
            if (!parsed || parsed->variant_count() > 500 || dialog.phrases.size() > 20) continue;
            dialog.phrases.push_back(*std::move(parsed));
        }
        DialogRenderer renderer([](std::size_t bound) { return bound - 1; });
        for (std::size_t i = 0; i < dialog.phrases.size(); ++i) {
            const auto spoken = renderer.render(dialog, "en", values);
            require(spoken.has_value() ? !spoken->empty() : !spoken.error().detail.empty());
        }
    }
    if (const auto prompt = read_locale_document(bytes)) {
        require(bytes.ends_with(*prompt));
        require(render_prompt(*prompt, {}) == *prompt);
        const std::string filled = render_prompt(*prompt, values);
        require(!filled.empty());
    }
    return 0;
}
