#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/llm/providers/openai/openai_decoder.hpp"
#include "utter/llm/providers/openai/openai_provider.hpp"

namespace utter::llm {
namespace {

using testing::ElementsAre;

std::vector<ChatPiece> decode(std::string_view body, std::size_t piece, bool fails = false) {
    OpenaiDecoder decoder;
    std::vector<ChatPiece> out;
    Result<void> result;
    for (std::size_t at = 0; at < body.size() && result; at += piece) {
        result = decoder.feed(body.substr(at, piece), out);
    }
    if (result) result = decoder.finish(out);
    EXPECT_EQ(result.has_value(), !fails) << (result ? "" : result.error().detail);
    return out;
}

TEST(OpenaiDecoder, ReadsTextUsageAndTheEnd) {
    constexpr std::string_view body =
        R"(data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]})"
        "\n\n"
        R"(data: {"choices":[{"index":0,"delta":{"content":"Grü"}}]})"
        "\n\n: keep-alive\n\n"
        R"(data: {"choices":[{"index":0,"delta":{"content":"ße"},"finish_reason":null}]})"
        "\n\n"
        R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"length"}]})"
        "\n\n"
        R"(data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}})"
        "\n\ndata: [DONE]\n\n";
    for (const std::size_t piece : {1, 2, 3, 7, 64, 1000}) {
        EXPECT_THAT(decode(body, piece),
                    ElementsAre(ChatPiece("Grü"),
                                ChatPiece("ße"),
                                ChatPiece(ChatEnd{FinishReason::length, {9, 2}})))
            << piece;
    }
}

TEST(OpenaiDecoder, PutsTheFragmentsOfToolCallsTogether) {
    constexpr std::string_view body =
        R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"add","arguments":""}}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}},{"index":1,"id":"c2","function":{"name":"now","arguments":"{}"}}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]},"finish_reason":"tool_calls"}]})"
        "\n\ndata: [DONE]\n\n";
    EXPECT_THAT(decode(body, 5),
                ElementsAre(ChatPiece(ToolCall{"c1", "add", R"({"a":1})"}),
                            ChatPiece(ToolCall{"c2", "now", "{}"}),
                            ChatPiece(ChatEnd{FinishReason::tool_calls, {}})));
}

TEST(OpenaiDecoder, TakesAnEndWithoutTheLastEvent) {
    EXPECT_THAT(decode("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},"
                       "\"finish_reason\":\"stop\"}]}\n",
                       100),
                ElementsAre(ChatPiece("x"), ChatPiece(ChatEnd{})));
}

TEST(OpenaiDecoder, JoinsHalvesOfACharacterFromTwoEvents) {
    const std::string body =
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\xC3\"}}]}\n\n"
        "data: {\"choices\":[{\"delta\":{\"content\":\"\xBC\"}}]}\n\n"
        "data: {\"choices\":[{\"delta\":{\"content\":\"b\xE2\"},\"finish_reason\":\"stop\"}]}\n\n";
    EXPECT_THAT(decode(body, 3),
                ElementsAre(ChatPiece("a"), ChatPiece("ü"), ChatPiece("b"), ChatPiece(ChatEnd{})));
}

TEST(OpenaiDecoder, GivesNoEndWhenTheAnswerBreaksOff) {
    EXPECT_THAT(decode("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n", 100),
                ElementsAre(ChatPiece("x")));
}

TEST(OpenaiDecoder, RefusesWhatBreaksTheFormat) {
    for (const auto* body : {"data: {\"choices\":\n\n",
                             "data: []\n\n",
                             "data: {\"choices\":[1]}\n\n",
                             "data: {\"error\":{\"message\":\"overloaded\"}}\n\n",
                             "data: {\"choices\":[{\"delta\":{\"tool_calls\":[3]}}]}\n\n"}) {
        decode(body, 1000, true);
    }
}

TEST(OpenaiProvider, WritesTheRequest) {
    ChatRequest request{"m", {}};
    request.messages.push_back({Role::system, "be brief"});
    request.messages.push_back({Role::user, "add"});
    request.messages.push_back({Role::assistant, "", {{"c1", "add", "{\"a\":1}"}}});
    request.messages.push_back({Role::tool, "3", {}, "c1", "add"});
    request.tools.push_back({"add", "adds", {{"type", "object"}}});
    request.max_tokens = 50;
    request.temperature = 0.5;
    const auto expected = parse_json(R"({"model":"m","messages":[
        {"role":"system","content":"be brief"},{"role":"user","content":"add"},
        {"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function",
            "function":{"name":"add","arguments":"{\"a\":1}"}}]},
        {"role":"tool","content":"3","tool_call_id":"c1"}],
        "stream":true,"stream_options":{"include_usage":true},"max_tokens":50,"temperature":0.5,
        "tools":[{"type":"function","function":{"name":"add","description":"adds",
            "parameters":{"type":"object"}}}]})");
    EXPECT_EQ(json::value(openai_body(request, false)), expected.value());
    EXPECT_EQ(openai_body(request, true).at("max_completion_tokens"), 50);
}

}  // namespace
}  // namespace utter::llm
