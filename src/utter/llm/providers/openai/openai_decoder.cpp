#include "utter/llm/providers/openai/openai_decoder.hpp"

#include <utility>

namespace utter::llm {
namespace {

constexpr std::string_view last_event = "[DONE]";
constexpr std::size_t calls_max = 16;

FinishReason reason_of(std::string_view name) {
    if (name == "length") return FinishReason::length;
    if (name == "tool_calls" || name == "function_call") return FinishReason::tool_calls;
    if (name == "content_filter") return FinishReason::filtered;
    return FinishReason::stop;
}

const json::object* object_under(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_object();
}

const json::array* array_under(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_array();
}

}  // namespace

Result<void> OpenaiDecoder::feed(std::string_view bytes, std::vector<ChatPiece>& out) {
    if (!events_.feed(bytes)) return fail(ErrorCode::malformed, "an event is too long");
    while (const auto event = events_.next()) {
        if (auto taken = take(*event, out); !taken) return taken;
    }
    return {};
}

Result<void> OpenaiDecoder::finish(std::vector<ChatPiece>& out) {
    if (const auto event = events_.finish()) {
        if (auto taken = take(*event, out); !taken) return taken;
    }
    // Some endpoints give a reason and close without the last event.
    if (reason_) end(out);
    return {};
}

Result<void> OpenaiDecoder::take(std::string_view event, std::vector<ChatPiece>& out) {
    if (ended_) return {};
    if (event == last_event) {
        end(out);
        return {};
    }
    const auto parsed = parse_event(event);
    if (!parsed) return std::unexpected(parsed.error());
    if (parsed->contains("error")) {
        return fail(ErrorCode::malformed, "the endpoint reported an error in its answer");
    }
    if (const auto* usage = object_under(*parsed, "usage")) {
        usage_ = {count_under(*usage, "prompt_tokens"), count_under(*usage, "completion_tokens")};
    }
    const auto* choices = array_under(*parsed, "choices");
    if (choices == nullptr || choices->empty()) return {};  // the event with the usage
    const auto* choice = choices->front().if_object();
    if (choice == nullptr) return fail(ErrorCode::malformed, "'choices' must hold objects");
    if (const auto* delta = object_under(*choice, "delta")) {
        append_text(text_.feed(string_or_empty(*delta, "content")), out);
        if (const auto* calls = array_under(*delta, "tool_calls")) {
            if (auto taken = take_calls(*calls); !taken) return taken;
        }
    }
    const auto reason = string_or_empty(*choice, "finish_reason");
    if (!reason.empty()) reason_ = reason_of(reason);
    return {};
}

Result<void> OpenaiDecoder::take_calls(const json::array& calls) {
    for (const auto& value : calls) {
        const auto* fragment = value.if_object();
        if (fragment == nullptr) return fail(ErrorCode::malformed, "a tool call is no object");
        const auto* index = fragment->if_contains("index");
        const auto key = index != nullptr && index->is_int64()
                             ? index->get_int64()
                             : static_cast<std::int64_t>(calls_.size());
        auto& call = calls_[key];
        if (calls_.size() > calls_max) {
            return fail(ErrorCode::malformed, "there are too many tool calls");
        }
        if (call.id.empty()) call.id = string_or_empty(*fragment, "id");
        if (const auto* function = object_under(*fragment, "function")) {
            if (call.name.empty()) call.name = string_or_empty(*function, "name");
            call.arguments += string_or_empty(*function, "arguments");
        }
    }
    return {};
}

void OpenaiDecoder::end(std::vector<ChatPiece>& out) {
    if (std::exchange(ended_, true)) return;
    for (auto& [index, call] : calls_) {
        // Also what another endpoint than OpenAI's may have split in the middle of a character.
        Utf8Joiner whole;
        call.arguments = whole.feed(call.arguments);
        out.emplace_back(std::move(call));
    }
    auto reason = reason_.value_or(FinishReason::stop);
    if (!calls_.empty()) reason = FinishReason::tool_calls;  // not all endpoints say so
    out.emplace_back(ChatEnd{reason, usage_});
}

}  // namespace utter::llm
