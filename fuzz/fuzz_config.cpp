// Feeds arbitrary bytes to the configuration as a file, as variables and as flags. Beyond not
// crashing: what is shown must load again, unless a secret was redacted, and messages must stay on
// one line.

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>

#include "utter/config/load.hpp"
#include "utter/config/schema.hpp"
#include "utter/config/show.hpp"

namespace config = utter::config;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

// "KEY=VALUE" lines, each tried as a flag and as the variable of the same setting.
void as_lines(std::string_view text) {
    config::Sources sources;
    while (!text.empty() && sources.flags.size() < 32) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        sources.flags.push_back(line);
        const auto equals = std::min(line.find('='), line.size());
        const auto* const row = config::find_row(line.substr(0, equals));
        if (row != nullptr && equals < line.size()) {
            sources.environment[config::environment_name(*row)] = line.substr(equals + 1);
        } else {
            sources.environment["UTTER_" + line.substr(0, equals)] = "x";
        }
    }
    const auto load = config::load_settings(sources);
    for (const auto& problem : load.problems) {
        check(config::to_string(problem).find('\n') == std::string::npos);
    }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto load = config::load_settings({.files = {{"fuzz.toml", true, text}}});
    for (const auto& problem : load.problems) {
        check(config::to_string(problem).find('\n') == std::string::npos);
    }
    std::ignore = boost::json::serialize(config::show_json(load));
    auto shown = config::show_text(load);
    if (load.ok() && load.settings.skills.settings.empty() && !shown.contains("<redacted>")) {
        const auto again = config::load_settings({.files = {{"shown.toml", true, shown}}});
        check(again.ok());
        for (const auto& row : config::schema()) {
            check(config::toml_value(row, again.settings) ==
                  config::toml_value(row, load.settings));
        }
    }
    as_lines(text);
    return 0;
}
