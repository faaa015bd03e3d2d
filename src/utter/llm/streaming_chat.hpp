#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "utter/http/client.hpp"
#include "utter/llm/chat_decoder.hpp"
#include "utter/llm/llm_provider.hpp"

namespace utter::llm {

/// The bounds of one answer.
struct ChatLimits {
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds first_timeout{60'000};   ///< until the first event of the answer
    std::chrono::milliseconds stall_timeout{20'000};   ///< between two events of it
    std::chrono::milliseconds total_timeout{180'000};  ///< for all of it, repeated tries included
    std::uint32_t retries = 2;                         ///< further tries before the first event
    std::chrono::milliseconds backoff{500};  ///< before the first further try; doubles, with jitter
    std::size_t response_bytes_max = std::size_t{4} * 1024 * 1024;
};

/// What one request says, and how its answer reads.
struct ChatExchange {
    std::string url;
    std::vector<std::string> headers;
    std::string body;
    std::function<std::unique_ptr<ChatDecoder>()> make_decoder;
};

/// The answer to one streamed HTTP request: time limits, further tries, the end. Before anything of
/// an answer has come it tries again after a refused or broken connection and the statuses 429,
/// 500, 502, 503 and 504, waiting as long as Retry-After says or else ever longer.
/// @param http outlives the stream; all on one event loop
[[nodiscard]] std::unique_ptr<ChatStream> make_streaming_chat(
    const boost::asio::any_io_executor& executor,
    http::Client& http,
    const ChatLimits& limits,
    ChatExchange exchange);

}  // namespace utter::llm
