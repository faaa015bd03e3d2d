#pragma once

#include <memory>
#include <string>

#include "utter/http/client.hpp"
#include "utter/llm/llm_provider.hpp"
#include "utter/llm/streaming_chat.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::llm {

struct OpenaiSettings {
    std::string url;  ///< up to and without "/chat/completions": "https://api.openai.com/v1"
    std::string key;  ///< empty: none is sent
    ChatLimits limits;
};

/// OpenAI's chat completions, which many others speak too: RedPill, llama.cpp's server, vLLM,
/// LM Studio, Ollama's /v1. `loop` outlives it.
[[nodiscard]] std::unique_ptr<LlmProvider> make_openai_provider(runtime::EventLoop& loop,
                                                                std::shared_ptr<http::Client> http,
                                                                OpenaiSettings settings);

/// The body of the request, for tests.
[[nodiscard]] json::object openai_body(const ChatRequest& request, bool openai_itself);

}  // namespace utter::llm
