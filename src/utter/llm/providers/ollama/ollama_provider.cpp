#include "utter/llm/providers/ollama/ollama_provider.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "utter/llm/chat_json.hpp"
#include "utter/llm/providers/ollama/ollama_decoder.hpp"

namespace utter::llm {
namespace {

json::object message_json(const ChatMessage& message) {
    json::object out{{"role", role_name(message.role)}, {"content", message.text}};
    if (message.role == Role::tool) out["tool_name"] = message.tool_name;
    if (message.tool_calls.empty()) return out;
    json::array calls;
    for (const auto& call : message.tool_calls) {
        // Here the arguments are an object. What the model wrote may be none; it is told so.
        auto arguments = parse_json(call.arguments);
        const bool usable = arguments && arguments->is_object();
        calls.push_back(json::object{
            {"function",
             {{"name", call.name},
              {"arguments", usable ? std::move(*arguments) : json::value(json::object{})}}}});
    }
    out["tool_calls"] = std::move(calls);
    return out;
}

class OllamaProvider final : public LlmProvider {
  public:
    OllamaProvider(runtime::EventLoop& loop,
                   std::shared_ptr<http::Client> http,
                   OllamaSettings settings)
        : loop_(loop), http_(std::move(http)), settings_(std::move(settings)) {
        while (settings_.url.ends_with('/')) settings_.url.pop_back();
    }

    [[nodiscard]] std::unique_ptr<ChatStream> chat(ChatRequest request) override {
        ChatExchange exchange{
            settings_.url + "/api/chat",
            {"Content-Type: application/json"},
            json::serialize(ollama_body(request)),
            []() -> std::unique_ptr<ChatDecoder> { return std::make_unique<OllamaDecoder>(); }};
        if (!settings_.key.empty()) {
            exchange.headers.push_back("Authorization: Bearer " + settings_.key);
        }
        return make_streaming_chat(
            loop_.context().get_executor(), *http_, settings_.limits, std::move(exchange));
    }

  private:
    runtime::EventLoop& loop_;
    std::shared_ptr<http::Client> http_;
    OllamaSettings settings_;
};

}  // namespace

json::object ollama_body(const ChatRequest& request) {
    json::array messages;
    for (const auto& message : request.messages) messages.push_back(message_json(message));
    json::object body{
        {"model", request.model}, {"messages", std::move(messages)}, {"stream", true}};
    json::object options;
    if (request.max_tokens) options["num_predict"] = *request.max_tokens;
    if (request.temperature) options["temperature"] = *request.temperature;
    if (!options.empty()) body["options"] = std::move(options);
    if (!request.tools.empty()) body["tools"] = tools_json(request.tools);
    return body;
}

std::unique_ptr<LlmProvider> make_ollama_provider(runtime::EventLoop& loop,
                                                  std::shared_ptr<http::Client> http,
                                                  OllamaSettings settings) {
    return std::make_unique<OllamaProvider>(loop, std::move(http), std::move(settings));
}

}  // namespace utter::llm
