// Answer templates: any bytes either parse or are refused, and rendering stays within its bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "utter/intent/hassil/jinja/template.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace utter::intent::hassil::jinja;
    if (size > 4'096) return 0;
    const auto parsed = Template::parse({reinterpret_cast<const char*>(data), size});
    if (!parsed) {
        if (parsed.error().detail.empty()) std::abort();
        return 0;
    }
    const Value values = Dict{{"n", std::int64_t{3}},
                              {"x", 2.5},
                              {"text", "a b"},
                              {"items", List{"b", "A"}},
                              {"d", Dict{{"k", "v"}}}};
    const auto out = parsed->render(values);
    if (out && out->size() > render_bytes_max) std::abort();
    return 0;
}
