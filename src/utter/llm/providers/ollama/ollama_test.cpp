#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/llm/providers/ollama/ollama_decoder.hpp"
#include "utter/llm/providers/ollama/ollama_provider.hpp"

namespace utter::llm {
namespace {

using testing::ElementsAre;

std::vector<ChatPiece> decode(std::string_view body, std::size_t piece, bool fails = false) {
    OllamaDecoder decoder;
    std::vector<ChatPiece> out;
    Result<void> result;
    for (std::size_t at = 0; at < body.size() && result; at += piece) {
        result = decoder.feed(body.substr(at, piece), out);
    }
    if (result) result = decoder.finish(out);
    EXPECT_EQ(result.has_value(), !fails) << (result ? "" : result.error().detail);
    return out;
}

TEST(OllamaDecoder, ReadsTextUsageAndTheEnd) {
    constexpr std::string_view body =
        R"({"model":"m","message":{"role":"assistant","content":"","thinking":"hm"},"done":false})"
        "\n"
        R"({"model":"m","message":{"role":"assistant","content":"Grü"},"done":false})"
        "\n"
        R"({"model":"m","message":{"role":"assistant","content":"ße"},"done":false})"
        "\n"
        R"({"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":3})"
        "\n";
    for (const std::size_t piece : {1, 2, 3, 7, 64, 1000}) {
        EXPECT_THAT(
            decode(body, piece),
            ElementsAre(
                ChatPiece("Grü"), ChatPiece("ße"), ChatPiece(ChatEnd{FinishReason::stop, {26, 3}})))
            << piece;
    }
}

TEST(OllamaDecoder, ReadsToolCalls) {
    constexpr std::string_view body =
        R"({"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"add","arguments":{"a":1}}}]},"done":false})"
        "\n"
        R"({"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"})";
    EXPECT_THAT(decode(body, 9),
                ElementsAre(ChatPiece(ToolCall{"", "add", R"({"a":1})"}),
                            ChatPiece(ChatEnd{FinishReason::tool_calls, {}})));
}

TEST(OllamaDecoder, RefusesWhatBreaksTheFormat) {
    for (const auto* body : {"{\"message\":\n",
                             "[]\n",
                             "{\"message\":\"x\"}\n",
                             "{\"error\":\"model not found\"}\n",
                             "{\"message\":{\"tool_calls\":[{}]}}\n"}) {
        decode(body, 1000, true);
    }
}

TEST(OllamaProvider, WritesTheRequest) {
    ChatRequest request{"m", {}};
    request.messages.push_back({Role::user, "add"});
    request.messages.push_back(
        {Role::assistant, "", {{"", "add", "{\"a\":1}"}, {"", "add", "nonsense"}}});
    request.messages.push_back({Role::tool, "3", {}, "", "add"});
    request.max_tokens = 50;
    const auto expected = parse_json(R"({"model":"m","messages":[
        {"role":"user","content":"add"},
        {"role":"assistant","content":"","tool_calls":[
            {"function":{"name":"add","arguments":{"a":1}}},
            {"function":{"name":"add","arguments":{}}}]},
        {"role":"tool","content":"3","tool_name":"add"}],
        "stream":true,"options":{"num_predict":50}})");
    EXPECT_EQ(json::value(ollama_body(request)), expected.value());
}

}  // namespace
}  // namespace utter::llm
