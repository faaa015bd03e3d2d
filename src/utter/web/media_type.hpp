#pragma once

#include <string>
#include <string_view>

namespace utter::web {

/// The media type of a Content-Type, lower case and without its parameters.
[[nodiscard]] std::string media_type_of(std::string_view content_type);

/// The Content-Type of a file by the end of its name; `application/octet-stream` when unknown.
[[nodiscard]] std::string_view content_type_of_file(std::string_view name) noexcept;

}  // namespace utter::web
