#include "utter/speech/engines/pocketsphinx/model_files.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>
#include <system_error>

namespace utter::speech::pocketsphinx {
namespace {

ModelFiles files_in(const std::filesystem::path& dir) {
    return {dir / "en-us",
            dir / "cmudict-en-us.dict",
            dir / "en-us-phone.lm.bin",
            dir / "en-us.lm.bin"};
}

// The first file that is not there; empty when all are.
std::filesystem::path missing_of(const ModelFiles& files) {
    std::error_code error;
    for (const auto& path : {files.acoustic_model / "mdef", files.dictionary, files.phone_model}) {
        if (!std::filesystem::exists(path, error)) return path;
    }
    return {};
}

std::unexpected<Error> not_installed(const std::string& what) {
    return fail(ErrorCode::unavailable,
                "speech recognition has no English model: " + what +
                    "; install the package pocketsphinx-en-us, or run 'utter models fetch "
                    "pocketsphinx-en-us' and set stt.pocketsphinx.model_dir to that name");
}

}  // namespace

std::vector<std::filesystem::path> default_model_dirs() {
    std::vector<std::filesystem::path> dirs;
    const auto add = [&dirs](std::string_view data_dir) {
        if (data_dir.empty()) return;
        auto dir = std::filesystem::path(data_dir) / "pocketsphinx" / "model" / "en-us";
        if (std::ranges::find(dirs, dir) == dirs.end()) dirs.push_back(std::move(dir));
    };
    if (const char* value = std::getenv("XDG_DATA_DIRS"); value != nullptr) {
        std::string_view rest(value);
        while (!rest.empty()) {
            const auto end = std::min(rest.find(':'), rest.size());
            add(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    add("/usr/local/share");
    add("/usr/share");
    return dirs;
}

Result<ModelFiles> find_models(const std::filesystem::path& configured) {
    if (!configured.empty()) {
        auto files = files_in(configured);
        if (const auto missing = missing_of(files); !missing.empty()) {
            return not_installed("'" + missing.string() + "' does not exist");
        }
        return files;
    }
    std::string looked_in;
    for (const auto& dir : default_model_dirs()) {
        auto files = files_in(dir);
        if (missing_of(files).empty()) return files;
        looked_in += (looked_in.empty() ? "'" : ", '") + dir.string() + "'";
    }
    return not_installed("none is in " + looked_in);
}

bool is_supported(std::string_view lang) {
    const auto primary = lang.substr(0, lang.find_first_of("-_"));
    return primary.size() == 2 && std::tolower(static_cast<unsigned char>(primary[0])) == 'e' &&
           std::tolower(static_cast<unsigned char>(primary[1])) == 'n';
}

}  // namespace utter::speech::pocketsphinx
