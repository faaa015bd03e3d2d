#pragma once

#include "utter/llm/chat_decoder.hpp"
#include "utter/llm/line_splitter.hpp"
#include "utter/llm/utf8_joiner.hpp"

namespace utter::llm {

/// Reads the JSON lines of Ollama's `POST /api/chat`.
class OllamaDecoder final : public ChatDecoder {
  public:
    [[nodiscard]] Result<void> feed(std::string_view bytes, std::vector<ChatPiece>& out) override;
    [[nodiscard]] Result<void> finish(std::vector<ChatPiece>& out) override;

  private:
    [[nodiscard]] Result<void> take(std::string_view line, std::vector<ChatPiece>& out);
    [[nodiscard]] Result<void> take_calls(const json::array& calls, std::vector<ChatPiece>& out);

    LineSplitter lines_;
    Utf8Joiner text_;
    std::size_t calls_ = 0;
    bool ended_ = false;
};

}  // namespace utter::llm
