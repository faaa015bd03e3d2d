#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "utter/config/load.hpp"

/// Where the program stands: its files, its time zone, its settings.
namespace utter::app {

/// What every verb gets.
struct Program {
    config::Settings settings;
    config::Environment environment;
    std::filesystem::path data_dir;  ///< holds `skills/`
    bool json = false;               ///< print data as JSON
};

/// UTTER_DATA_DIR, else `../share/utter` beside the program's own folder.
[[nodiscard]] std::filesystem::path find_data_dir(const config::Environment& environment);

/// The configured zone, else TZ, /etc/localtime or /etc/timezone, else UTC.
[[nodiscard]] std::string find_timezone(const config::LocaleSettings& locale,
                                        const config::Environment& environment);

/// The enabled languages, the default first.
[[nodiscard]] std::vector<std::string> languages(const config::LocaleSettings& locale);

/// The configured pipeline. Sentence folders bring their stage with them: after the last of those
/// that match word for word, unless the pipeline lists it elsewhere.
[[nodiscard]] std::vector<std::string> pipeline(const config::Settings& settings);

}  // namespace utter::app
