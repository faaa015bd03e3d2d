#include "utter/config/skill_settings.hpp"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "utter/config/text_rules.hpp"

namespace utter::config {
namespace {

constexpr std::uintmax_t file_bytes_max = std::uintmax_t{1024} * 1024;

}  // namespace

bool is_skill_id(std::string_view text) {
    return !text.starts_with('.') && skill_id.accepts(text);
}

std::filesystem::path skill_settings_file(const std::filesystem::path& directory,
                                          std::string_view skill_id) {
    return directory / skill_id / "settings.json";
}

Result<json::object> read_json_file(const std::filesystem::path& path) {
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory) return json::object{};
    if (error) return fail(ErrorCode::io, path.string() + ": " + error.message());
    if (bytes > file_bytes_max) return fail(ErrorCode::limit, path.string() + " is over 1 MiB");
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in && !in.eof()) return fail(ErrorCode::io, path.string() + " cannot be read");
    auto value = parse_json(text);
    if (!value) return fail(ErrorCode::malformed, path.string() + ": " + value.error().detail);
    if (!value->is_object()) {
        return fail(
            ErrorCode::malformed,
            path.string() + " must hold an object, not " + std::string(describe_type(*value)));
    }
    return std::move(value->get_object());
}

Result<json::object> settings_of_skill(const SkillsSettings& skills,
                                       const std::filesystem::path& directory,
                                       std::string_view skill_id) {
    json::object settings;
    const auto found = skills.settings.find(std::string(skill_id));
    if (found != skills.settings.end()) settings = found->second;
    if (directory.empty()) return settings;
    const auto written = read_json_file(skill_settings_file(directory, skill_id));
    if (!written) return std::unexpected(written.error());
    for (const auto& [key, value] : *written) settings[key] = value;
    return settings;
}

}  // namespace utter::config
