#include "utter/intent/locale_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <system_error>

#include "utter/intent/language.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent {
namespace {

namespace fs = std::filesystem;

constexpr std::array roles{LocaleRole::intent,
                           LocaleRole::dialog,
                           LocaleRole::entity,
                           LocaleRole::voc,
                           LocaleRole::blacklist,
                           LocaleRole::required,
                           LocaleRole::prompt};
// Roles of older software; not ours, and worth a word to whoever still has them.
constexpr std::array<std::string_view, 6> legacy_extensions{
    ".rx", ".value", ".list", ".word", ".template", ".qml"};

std::string_view without_bom(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    return bytes;
}

std::string ascii_lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

std::optional<LocaleRole> role_of(std::string_view extension) {
    for (const LocaleRole role : roles) {
        if (extension.size() > 1 && extension.substr(1) == to_string(role)) return role;
    }
    return std::nullopt;
}

bool is_base_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// One `locale` folder being walked.
class Walk {
  public:
    Walk(const fs::path& root, LocaleReport& report, std::string_view only)
        : root_(root), report_(report), only_(only) {}

    std::map<std::string, LanguageFiles> run() {
        std::map<std::string, fs::path> seen;
        for (const fs::directory_entry& entry : children(root_)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with('.')) continue;
            if (!is_directory(entry)) {
                if (role_of(entry.path().extension().string())) {
                    warn(entry.path(), "The file stands outside every language folder.");
                }
                continue;
            }
            const std::string tag = standardize_tag(name);
            if (!is_language_tag(tag)) {
                warn(entry.path(), "The folder is not named by a language tag and is ignored.");
                continue;
            }
            if (!only_.empty() && tag != only_) continue;
            if (name.find('_') != std::string::npos) {
                warn(entry.path(), "Language tags are written with '-': '" + tag + "'.");
            }
            if (const auto [other, added] = seen.try_emplace(tag, entry.path()); !added) {
                warn(entry.path(),
                     "The folder names the same language as '" + other->second.string() +
                         "' and is read as one with it.");
            }
            walk(entry.path(), languages_[tag], 0);
            if (languages_[tag].empty()) warn(entry.path(), "The language has no resources.");
        }
        return std::move(languages_);
    }

  private:
    // Sorted, so that reports and precedence do not depend on the file system.
    std::vector<fs::directory_entry> children(const fs::path& folder) {
        std::vector<fs::directory_entry> entries;
        std::error_code error;
        fs::directory_iterator it(folder, error);
        for (; !error && it != fs::directory_iterator(); it.increment(error)) {
            if (++entries_ > locale_entries_max) {
                if (!std::exchange(complained_, true)) {
                    report_.errors.push_back({root_,
                                              0,
                                              0,
                                              "The folder holds more than " +
                                                  std::to_string(locale_entries_max) +
                                                  " entries; the rest is ignored."});
                }
                break;
            }
            entries.push_back(*it);
        }
        if (error) {
            report_.errors.push_back(
                {folder, 0, 0, "The folder cannot be read: " + error.message() + "."});
        }
        std::ranges::sort(entries);
        return entries;
    }

    static bool is_directory(const fs::directory_entry& entry) {
        std::error_code ignored;
        return entry.is_directory(ignored);
    }

    void walk(const fs::path& folder, LanguageFiles& files, int depth) {
        for (const fs::directory_entry& entry : children(folder)) {
            if (entry.path().filename().string().starts_with('.')) continue;
            std::error_code ignored;
            if (!is_directory(entry)) {
                file(entry.path(), files);
            } else if (entry.is_symlink(ignored)) {
                // A link could lead in a circle.
                warn(entry.path(), "Links to folders are not followed.");
            } else if (depth >= locale_depth_max) {
                warn(entry.path(), "The folder is nested too deep and is ignored.");
            } else {
                walk(entry.path(), files, depth + 1);
            }
        }
    }

    void file(const fs::path& path, LanguageFiles& files) {
        const std::string extension = path.extension().string();
        const std::string name = path.stem().string();
        const auto role = role_of(extension);
        if (!role) {
            const std::string lower = ascii_lower(extension);
            if (role_of(lower)) {
                error(path, "The extension must be written in lower case.");
            } else if (std::ranges::find(legacy_extensions, lower) != legacy_extensions.end()) {
                warn(path, "'" + lower + "' is no resource role; the file is ignored.");
            }
            return;
        }
        if (!is_base_name(name)) {
            return error(path, "A resource name has only a-z, 0-9 and _.");
        }
        if (*role == LocaleRole::entity && !is_name(name)) {
            return error(path, "An .entity is named as its slot, which starts with no digit.");
        }
        const auto [other, added] = files.try_emplace({*role, name}, path);
        if (added) return;
        report_.skill_malformed = true;
        error(path,
              "'" + other->second.string() +
                  "' has the same name and role; the skill cannot be loaded.");
    }

    void error(const fs::path& path, std::string detail) {
        report_.errors.push_back({path, 0, 0, std::move(detail)});
    }

    void warn(const fs::path& path, std::string detail) {
        report_.warnings.push_back({path, 0, 0, std::move(detail)});
    }

    const fs::path& root_;
    LocaleReport& report_;
    std::string_view only_;
    std::map<std::string, LanguageFiles> languages_;
    std::size_t entries_ = 0;
    bool complained_ = false;
};

std::map<std::string, LanguageFiles> walk_source(const fs::path& root,
                                                 LocaleReport& report,
                                                 std::string_view only) {
    std::error_code error;
    if (!fs::is_directory(root, error)) return {};
    return Walk(root, report, only).run();
}

}  // namespace

Result<std::vector<LocaleLine>> read_locale_lines(std::string_view bytes) {
    bytes = without_bom(bytes);
    if (!is_valid_utf8(bytes)) return fail(ErrorCode::malformed, "The file is not valid UTF-8.");
    std::vector<LocaleLine> lines;
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < bytes.size();) {
        ++number;
        const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
        const std::string_view line = trim(bytes.substr(begin, end - begin));
        begin = end + 1;
        if (!line.empty() && line.front() != '#') lines.push_back({number, std::string(line)});
    }
    if (lines.empty()) return fail(ErrorCode::malformed, "The file has no line that is used.");
    return lines;
}

Result<std::string> read_locale_document(std::string_view bytes) {
    bytes = without_bom(bytes);
    if (!is_valid_utf8(bytes)) return fail(ErrorCode::malformed, "The file is not valid UTF-8.");
    if (trim(bytes).empty()) return fail(ErrorCode::malformed, "The prompt is empty.");
    return std::string(bytes);
}

Result<std::string> read_locale_file(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error || !fs::is_regular_file(file, error)) {
        return fail(ErrorCode::io, "The file cannot be read.");
    }
    if (size > locale_file_bytes_max) {
        return fail(ErrorCode::limit,
                    "The file is larger than " + std::to_string(locale_file_bytes_max) + " bytes.");
    }
    std::ifstream in(file, std::ios::binary);
    std::string bytes(size, '\0');
    // The file may have shrunk since; what is there now counts.
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad() || !in.is_open()) return fail(ErrorCode::io, "The file cannot be read.");
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

LocaleFiles find_locale_files(const LocaleSources& sources,
                              LocaleReport& report,
                              std::string_view only) {
    LocaleFiles found;
    if (sources.user) found.languages = walk_source(*sources.user, report, only);
    for (auto& [lang, files] : walk_source(sources.skill, report, only)) {
        auto& owned = found.skill_owned[lang];
        for (const auto& [id, path] : files) owned.insert(id);
        found.languages[lang].merge(files);
    }
    if (sources.core) {
        for (auto& [lang, files] : walk_source(*sources.core, report, only)) {
            const auto language = found.languages.find(lang);
            if (language != found.languages.end()) language->second.merge(files);
        }
    }
    return found;
}

}  // namespace utter::intent
