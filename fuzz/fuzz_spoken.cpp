// Numbers, durations and moments in every language there is a table for, and near misses.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "utter/intent/duration.hpp"
#include "utter/intent/languages/language_data.hpp"
#include "utter/intent/near_miss.hpp"
#include "utter/intent/numbers.hpp"
#include "utter/intent/spoken_time.hpp"

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace utter::intent;
    using namespace std::chrono_literals;
    if (size == 0) return 0;
    const auto languages = all_languages();
    const auto lang = languages[data[0] % languages.size()]->language;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);

    if (const auto number = parse_number(text, lang)) require(*number >= 0);
    if (const auto duration = parse_duration(text, lang)) {
        require(*duration >= 0s && *duration <= duration_max);
    }
    const std::chrono::local_seconds now{std::chrono::sys_days{2026y / 3 / 14}.time_since_epoch()};
    if (const auto time = parse_time(text, lang)) {
        require(!time->time || (*time->time >= 0s && *time->time < 24h));
        const auto moment = first_moment(*time, now, 7h);
        require(!moment || *moment > now);
    }
    const auto split = split_time(text, lang);
    require(split.rest.size() <= text.size() && !(split.time && split.delay));

    const std::array definitions{TemplateDefinition{
        "a", "b", std::string(lang), {"[x] y {z} (a|b)", "{q} noon"}, {}, {}, {}, {}}};
    for (const auto& miss : near_misses(definitions, text, lang, 1)) require(!miss.sample.empty());
    return 0;
}
