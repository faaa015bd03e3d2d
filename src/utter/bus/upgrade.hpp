#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "utter/bus/bus_url.hpp"
#include "utter/core/result.hpp"

/// A client's side of the HTTP that makes a WebSocket. Spec: RFC 6455 section 4.1. Any thread.
namespace utter::bus {

/// A fresh Sec-WebSocket-Key.
[[nodiscard]] std::string make_websocket_key();

/// The request that asks `url` for a WebSocket; `api_key` empty: none is sent.
[[nodiscard]] std::string upgrade_request(const BusUrl& url,
                                          std::string_view websocket_key,
                                          std::string_view api_key);

/// Reads the answer. Pure.
/// @param received all bytes so far; `ended`: no more will come.
/// @return the size of the head, behind which frames begin; nothing while more is needed; or
/// unavailable with the server's own words when it refused, retryable when the same request may
/// succeed soon; or malformed when it is no WebSocket server.
[[nodiscard]] Result<std::optional<std::size_t>> read_upgrade_response(
    std::string_view received, bool ended, std::string_view websocket_key);

}  // namespace utter::bus
