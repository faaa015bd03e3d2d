#include "utter/llm/providers/ollama/ollama_decoder.hpp"

#include <boost/json/serialize.hpp>
#include <utility>

namespace utter::llm {
namespace {

constexpr std::size_t calls_max = 16;

FinishReason reason_of(std::string_view name, bool calls) {
    if (calls) return FinishReason::tool_calls;
    return name == "length" ? FinishReason::length : FinishReason::stop;
}

}  // namespace

Result<void> OllamaDecoder::feed(std::string_view bytes, std::vector<ChatPiece>& out) {
    if (!lines_.feed(bytes)) return fail(ErrorCode::malformed, "a line is too long");
    while (const auto line = lines_.next()) {
        if (auto taken = take(*line, out); !taken) return taken;
    }
    return {};
}

Result<void> OllamaDecoder::finish(std::vector<ChatPiece>& out) {
    return take(lines_.rest(), out);
}

Result<void> OllamaDecoder::take(std::string_view line, std::vector<ChatPiece>& out) {
    if (ended_ || line.empty()) return {};
    const auto parsed = parse_event(line);
    if (!parsed) return std::unexpected(parsed.error());
    if (parsed->contains("error")) {
        return fail(ErrorCode::malformed, "the endpoint reported an error in its answer");
    }
    if (const auto* value = parsed->if_contains("message"); value != nullptr) {
        const auto* message = value->if_object();
        if (message == nullptr) return fail(ErrorCode::malformed, "'message' must be an object");
        append_text(text_.feed(string_or_empty(*message, "content")), out);
        const auto* calls = message->if_contains("tool_calls");
        if (calls != nullptr && calls->is_array()) {
            if (auto taken = take_calls(calls->get_array(), out); !taken) return taken;
        }
    }
    const auto* done = parsed->if_contains("done");
    if (done != nullptr && done->is_bool() && done->get_bool()) {
        ended_ = true;
        out.emplace_back(ChatEnd{
            reason_of(string_or_empty(*parsed, "done_reason"), calls_ > 0),
            {count_under(*parsed, "prompt_eval_count"), count_under(*parsed, "eval_count")}});
    }
    return {};
}

Result<void> OllamaDecoder::take_calls(const json::array& calls, std::vector<ChatPiece>& out) {
    for (const auto& value : calls) {
        const auto* call = value.if_object();
        const auto* inner = call == nullptr ? nullptr : call->if_contains("function");
        const auto* function = inner == nullptr ? nullptr : inner->if_object();
        if (function == nullptr) return fail(ErrorCode::malformed, "a tool call has no function");
        if (++calls_ > calls_max) {
            return fail(ErrorCode::malformed, "there are too many tool calls");
        }
        const auto* arguments = function->if_contains("arguments");
        Utf8Joiner whole;
        ToolCall made{std::string(string_or_empty(*call, "id")),
                      std::string(string_or_empty(*function, "name")),
                      arguments == nullptr ? "{}" : whole.feed(json::serialize(*arguments))};
        out.emplace_back(std::move(made));
    }
    return {};
}

}  // namespace utter::llm
