#pragma once

#include <memory>

#include "utter/http/transport.hpp"

namespace utter::http {

/// HTTP by libcurl, on one thread that starts with the first request. Throws std::runtime_error
/// when libcurl does not work.
[[nodiscard]] std::unique_ptr<Transport> make_curl_transport();

}  // namespace utter::http
