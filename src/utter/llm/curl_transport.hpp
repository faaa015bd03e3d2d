#pragma once

#include <memory>

#include "utter/llm/http_transport.hpp"

namespace utter::llm {

/// HTTP by libcurl, on one thread that starts with the first request. Throws std::runtime_error
/// when libcurl does not work.
[[nodiscard]] std::unique_ptr<HttpTransport> make_curl_transport();

}  // namespace utter::llm
