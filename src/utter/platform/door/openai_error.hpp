#pragma once

#include <string_view>

#include "utter/web/response.hpp"

namespace utter::platform {

/// An error as clients of OpenAI's API read it.
[[nodiscard]] web::Response openai_error(unsigned status,
                                         std::string_view message,
                                         std::string_view param = {},
                                         std::string_view code = {});
[[nodiscard]] web::Response openai_error(const Error& error, std::string_view param = {});

}  // namespace utter::platform
