#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/llm/llm_provider.hpp"

namespace utter::llm {

/// Reads the body of one streamed answer. Pure: bytes in, pieces out, wherever the bytes are cut.
class ChatDecoder {
  public:
    ChatDecoder() = default;
    virtual ~ChatDecoder() = default;
    ChatDecoder(const ChatDecoder&) = delete;
    ChatDecoder& operator=(const ChatDecoder&) = delete;
    ChatDecoder(ChatDecoder&&) = delete;
    ChatDecoder& operator=(ChatDecoder&&) = delete;

    /// Takes the next bytes and appends what they complete to `out`; a ChatEnd is the last piece.
    /// @return malformed, saying how the format is broken.
    [[nodiscard]] virtual Result<void> feed(std::string_view bytes,
                                            std::vector<ChatPiece>& out) = 0;

    /// The body has ended. Appends what was still open; without a ChatEnd by now it broke off.
    [[nodiscard]] virtual Result<void> finish(std::vector<ChatPiece>& out) = 0;

    /// Events read so far, those without a piece included: signs of life.
    [[nodiscard]] std::size_t events() const noexcept { return events_; }

  protected:
    /// Parses one event; counts it. Bytes that are no UTF-8 pass inside strings.
    [[nodiscard]] Result<json::object> parse_event(std::string_view text);

  private:
    std::size_t events_ = 0;
};

/// Adds the text to `out`, unless it is empty.
void append_text(std::string text, std::vector<ChatPiece>& out);

/// The non-negative integer under `key`, or 0.
[[nodiscard]] std::uint64_t count_under(const json::object& object, std::string_view key) noexcept;

}  // namespace utter::llm
