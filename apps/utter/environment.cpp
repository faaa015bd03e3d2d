#include "environment.hpp"

#include <algorithm>
#include <fstream>

namespace utter::app {

namespace fs = std::filesystem;

fs::path find_data_dir(const config::Environment& environment) {
    if (const auto it = environment.find("UTTER_DATA_DIR"); it != environment.end()) {
        return it->second;
    }
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "share" / "utter";
}

std::string find_timezone(const config::LocaleSettings& locale,
                          const config::Environment& environment) {
    if (!locale.timezone.empty()) return locale.timezone;
    if (const auto it = environment.find("TZ"); it != environment.end() && !it->second.empty()) {
        // "POSIX" rules such as CET-1CEST are no zone names; a leading ':' names a file.
        const auto name = it->second.substr(it->second.front() == ':' ? 1 : 0);
        if (name == "UTC" || name.find('/') != std::string::npos) return name;
    }
    std::error_code error;
    const auto link = fs::read_symlink("/etc/localtime", error).string();
    constexpr std::string_view folder = "zoneinfo/";
    if (const auto at = link.find(folder); at != std::string::npos) {
        return link.substr(at + folder.size());
    }
    std::string name;
    std::ifstream("/etc/timezone") >> name;
    return name.empty() || name == "Etc/UTC" ? "UTC" : name;
}

std::vector<std::string> languages(const config::LocaleSettings& locale) {
    std::vector<std::string> out{locale.lang};
    for (const auto& lang : locale.secondary_langs) {
        if (std::ranges::find(out, lang) == out.end()) out.push_back(lang);
    }
    return out;
}

std::vector<std::string> pipeline(const config::Settings& settings) {
    auto stages = settings.orchestrator.pipeline;
    if (settings.hassil.folders.empty() || std::ranges::count(stages, "hassil") > 0) return stages;
    const auto last = std::ranges::find_if(stages.rbegin(), stages.rend(), [](const auto& stage) {
        return stage == "template" || stage == "keyword";
    });
    stages.insert(last.base(), "hassil");
    return stages;
}

}  // namespace utter::app
