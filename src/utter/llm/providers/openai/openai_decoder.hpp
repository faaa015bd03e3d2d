#pragma once

#include <map>
#include <optional>

#include "utter/llm/chat_decoder.hpp"
#include "utter/llm/sse_parser.hpp"
#include "utter/llm/utf8_joiner.hpp"

namespace utter::llm {

/// Reads the server-sent events of OpenAI's `POST /chat/completions` with `stream: true`.
class OpenaiDecoder final : public ChatDecoder {
  public:
    [[nodiscard]] Result<void> feed(std::string_view bytes, std::vector<ChatPiece>& out) override;
    [[nodiscard]] Result<void> finish(std::vector<ChatPiece>& out) override;

  private:
    [[nodiscard]] Result<void> take(std::string_view event, std::vector<ChatPiece>& out);
    [[nodiscard]] Result<void> take_calls(const json::array& calls);
    void end(std::vector<ChatPiece>& out);

    SseParser events_;
    Utf8Joiner text_;
    std::map<std::int64_t, ToolCall> calls_;  // by their index; they come in fragments
    std::optional<FinishReason> reason_;
    Usage usage_;
    bool ended_ = false;
};

}  // namespace utter::llm
