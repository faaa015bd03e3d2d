#pragma once

#include <memory>
#include <string>

#include "utter/http/client.hpp"
#include "utter/llm/llm_provider.hpp"
#include "utter/llm/streaming_chat.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::llm {

struct OllamaSettings {
    std::string url;  ///< up to and without "/api/chat": "http://127.0.0.1:11434"
    std::string key;  ///< for an Ollama behind a proxy or in the cloud; empty: none is sent
    ChatLimits limits;
};

/// Ollama by its native API. `loop` outlives it.
[[nodiscard]] std::unique_ptr<LlmProvider> make_ollama_provider(runtime::EventLoop& loop,
                                                                std::shared_ptr<http::Client> http,
                                                                OllamaSettings settings);

/// The body of the request, for tests.
[[nodiscard]] json::object ollama_body(const ChatRequest& request);

}  // namespace utter::llm
