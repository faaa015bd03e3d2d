#include "utter/llm/providers/openai/openai_provider.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "utter/llm/chat_json.hpp"
#include "utter/llm/providers/openai/openai_decoder.hpp"

namespace utter::llm {
namespace {

json::object message_json(const ChatMessage& message) {
    json::object out{{"role", role_name(message.role)}, {"content", message.text}};
    if (message.role == Role::tool) out["tool_call_id"] = message.tool_call_id;
    if (message.tool_calls.empty()) return out;
    json::array calls;
    for (const auto& call : message.tool_calls) {
        calls.push_back(
            json::object{{"id", call.id},
                         {"type", "function"},
                         {"function", {{"name", call.name}, {"arguments", call.arguments}}}});
    }
    out["tool_calls"] = std::move(calls);
    return out;
}

class OpenaiProvider final : public LlmProvider {
  public:
    OpenaiProvider(runtime::EventLoop& loop,
                   std::shared_ptr<http::Client> http,
                   OpenaiSettings settings)
        : loop_(loop), http_(std::move(http)), settings_(std::move(settings)) {
        while (settings_.url.ends_with('/')) settings_.url.pop_back();
    }

    [[nodiscard]] std::unique_ptr<ChatStream> chat(ChatRequest request) override {
        const bool openai_itself = settings_.url.starts_with("https://api.openai.com/");
        ChatExchange exchange{
            settings_.url + "/chat/completions",
            {"Content-Type: application/json", "Accept: text/event-stream"},
            json::serialize(openai_body(request, openai_itself)),
            []() -> std::unique_ptr<ChatDecoder> { return std::make_unique<OpenaiDecoder>(); }};
        if (!settings_.key.empty()) {
            exchange.headers.push_back("Authorization: Bearer " + settings_.key);
        }
        return make_streaming_chat(
            loop_.context().get_executor(), *http_, settings_.limits, std::move(exchange));
    }

  private:
    runtime::EventLoop& loop_;
    std::shared_ptr<http::Client> http_;
    OpenaiSettings settings_;
};

}  // namespace

json::object openai_body(const ChatRequest& request, bool openai_itself) {
    json::array messages;
    for (const auto& message : request.messages) messages.push_back(message_json(message));
    json::object body{{"model", request.model},
                      {"messages", std::move(messages)},
                      {"stream", true},
                      {"stream_options", {{"include_usage", true}}}};
    if (request.max_tokens) {
        // OpenAI's newer models refuse the older name, the other servers know only that one.
        body[openai_itself ? "max_completion_tokens" : "max_tokens"] = *request.max_tokens;
    }
    if (request.temperature) body["temperature"] = *request.temperature;
    if (!request.tools.empty()) body["tools"] = tools_json(request.tools);
    return body;
}

std::unique_ptr<LlmProvider> make_openai_provider(runtime::EventLoop& loop,
                                                  std::shared_ptr<http::Client> http,
                                                  OpenaiSettings settings) {
    return std::make_unique<OpenaiProvider>(loop, std::move(http), std::move(settings));
}

}  // namespace utter::llm
