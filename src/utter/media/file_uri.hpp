#pragma once

#include <filesystem>
#include <string>

namespace utter::media {

/// The `file:` URI of a file. @pre file.is_absolute()
[[nodiscard]] std::string file_uri(const std::filesystem::path& file);

}  // namespace utter::media
