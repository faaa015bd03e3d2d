#pragma once

#include <filesystem>
#include <string_view>

#include "utter/config/settings.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

/// What a skill is given: `skills.settings` of the configuration, and over it the file that the
/// dashboard and Python skills write. Files are read anew each time.
namespace utter::config {

/// Whether it may be the name of a skill, and so of a folder.
[[nodiscard]] bool is_skill_id(std::string_view text);

/// `DIRECTORY/SKILL_ID/settings.json`.
[[nodiscard]] std::filesystem::path skill_settings_file(const std::filesystem::path& directory,
                                                        std::string_view skill_id);

/// Reads a file that holds one JSON object. @return an empty one when there is no such file;
/// malformed, limit or io naming the file
[[nodiscard]] Result<json::object> read_json_file(const std::filesystem::path& path);

/// @param directory as of skill_settings_dir(); empty: only the configuration counts
/// @return as read_json_file()
[[nodiscard]] Result<json::object> settings_of_skill(const SkillsSettings& skills,
                                                     const std::filesystem::path& directory,
                                                     std::string_view skill_id);

}  // namespace utter::config
