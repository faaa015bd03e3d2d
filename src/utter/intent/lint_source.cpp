#include "utter/intent/lint_source.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace utter::intent {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> code_extensions{
    ".cpp", ".hpp", ".cc", ".py", ".js", ".rs"};

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::optional<fs::path> locale_of(const fs::path& folder) {
    if (folder.filename() == "locale" && is_folder(folder)) return folder;
    if (is_folder(folder / "locale")) return folder / "locale";
    std::error_code error;
    std::vector<fs::path> inside;
    fs::directory_iterator it(folder, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        if (is_folder(it->path() / "locale")) inside.push_back(it->path() / "locale");
    }
    return inside.size() == 1 ? std::optional(inside.front()) : std::nullopt;
}

// Everything between two quotes on one line. Code that is read wrongly gives a name too many.
void collect_strings(std::string_view code, std::set<std::string>& out) {
    std::size_t begin = std::string_view::npos;
    char quote = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '\n') {
            quote = 0;
        } else if (quote != 0 && c == quote) {
            out.emplace(code.substr(begin, i - begin));
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            begin = i + 1;
        }
    }
}

std::optional<std::set<std::string>> names_in(const fs::path& folder) {
    std::optional<std::set<std::string>> names;
    std::size_t files = 0;
    std::error_code error;
    fs::recursive_directory_iterator it(folder, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        const auto extension = it->path().extension().string();
        if (std::ranges::find(code_extensions, extension) == code_extensions.end()) continue;
        if (++files > lint_code_files_max) break;
        if (!names) names.emplace();
        if (const auto code = read_locale_file(it->path())) collect_strings(*code, *names);
    }
    return names;
}

}  // namespace

LintSkill read_skill_locale(std::string_view skill_id, const fs::path& locale_dir) {
    LintSkill skill{std::string(skill_id), locale_dir, {}, {}, {}};
    LocaleSources sources;
    sources.skill = locale_dir;
    skill.locale = load_locale(skill_id, sources);
    LocaleReport known;  // load_locale() has said it all
    for (const auto& [lang, files] : find_locale_files(sources, known).languages) {
        for (const auto& [id, file] : files) {
            if (id.first == LocaleRole::prompt) continue;
            const auto bytes = read_locale_file(file);
            auto lines = bytes ? read_locale_lines(*bytes) : std::unexpected(bytes.error());
            if (!lines) continue;
            for (auto& line : *lines) skill.lines[lang].push_back({id, file, std::move(line)});
        }
    }
    return skill;
}

Result<LintSkill> read_skill_folder(const fs::path& folder) {
    auto named = folder.lexically_normal();
    if (!named.has_filename()) named = named.parent_path();
    std::error_code ignored;
    if (named == ".") named = fs::current_path(ignored);
    const auto locale = locale_of(named);
    if (!locale) {
        return fail(ErrorCode::not_found,
                    "'" + folder.string() + "' holds no 'locale' folder with language folders.");
    }
    const auto root = *locale == named ? named.parent_path() : named;
    const auto id = root.filename().string();
    auto skill = read_skill_locale(id.empty() ? "skill" : id, *locale);
    skill.names_in_code = names_in(root);
    return skill;
}

}  // namespace utter::intent
