#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "utter/core/json.hpp"

/// Port: a language model that chats. Everything here belongs to one event loop.
namespace utter::llm {

enum class Role : std::uint8_t { system, user, assistant, tool };

/// A tool the model wants run. Nothing about it has been checked.
struct ToolCall {
    std::string id;         ///< what the answer has to name; empty when the endpoint gives none
    std::string name;       ///< of a ToolOffer, if the model keeps to them
    std::string arguments;  ///< JSON text as the model wrote it

    friend bool operator==(const ToolCall&, const ToolCall&) = default;
};

/// One message of a conversation.
struct ChatMessage {
    Role role = Role::user;
    std::string text;                    ///< valid UTF-8
    std::vector<ToolCall> tool_calls{};  ///< assistant: what it wanted run
    std::string tool_call_id{};          ///< tool: which call this answers
    std::string tool_name{};             ///< tool: the name of the tool that answers
};

/// A tool the model may call.
struct ToolOffer {
    std::string name;  ///< [A-Za-z0-9_-]{1,64}
    std::string description;
    json::object parameters;  ///< JSON Schema of its arguments
};

struct ChatRequest {
    std::string model;
    std::vector<ChatMessage> messages;
    std::vector<ToolOffer> tools{};
    std::optional<std::uint32_t> max_tokens{};  ///< of the answer; absent: the endpoint's own limit
    std::optional<double> temperature{};        ///< absent: the endpoint's own
};

enum class FinishReason : std::uint8_t {
    stop,        ///< the answer is complete
    length,      ///< a token limit cut it
    tool_calls,  ///< the model waits for its tools
    filtered,    ///< the endpoint withheld the rest
};

/// What the endpoint counted; 0 when it does not say.
struct Usage {
    std::uint64_t prompt_tokens = 0;
    std::uint64_t answer_tokens = 0;

    friend bool operator==(const Usage&, const Usage&) = default;
};

struct ChatEnd {
    FinishReason reason = FinishReason::stop;
    Usage usage{};

    friend bool operator==(const ChatEnd&, const ChatEnd&) = default;
};

/// A piece of an answer: text (valid UTF-8, not empty), a tool call, or the end.
using ChatPiece = std::variant<std::string, ToolCall, ChatEnd>;

/// Everything that can go wrong with an answer.
enum class LlmErrorCode : std::uint8_t {
    refused,       ///< nobody there, or it would not: no such host, closed port, HTTP 4xx or 5xx
    timed_out,     ///< no connection, no first sign or no end in time
    stalled,       ///< it fell silent in the middle
    bad_answer,    ///< it broke off, broke its format, or grew beyond the limit
    cancelled,     ///< ChatStream::cancel() was called
    unauthorised,  ///< HTTP 401 or 403
    rate_limited,  ///< HTTP 429, and waiting as long as it asked for is too long
};

/// "timed_out"; what logs print and dialog files are named after.
[[nodiscard]] std::string_view to_string(LlmErrorCode code) noexcept;

struct LlmError {
    LlmErrorCode code = LlmErrorCode::bad_answer;
    std::string detail;  ///< a sentence for the operator; never what was said, nor a key

    friend bool operator==(const LlmError&, const LlmError&) = default;
};

template <class T>
using LlmResult = std::expected<T, LlmError>;

/// One answer on its way. Destroying it ends the generation: the connection is closed at once.
class ChatStream {
  public:
    ChatStream() = default;
    virtual ~ChatStream() = default;
    ChatStream(const ChatStream&) = delete;
    ChatStream& operator=(const ChatStream&) = delete;
    ChatStream(ChatStream&&) = delete;
    ChatStream& operator=(ChatStream&&) = delete;

    /// The next piece, in bounded time. After ChatEnd or an error there is nothing more to ask for.
    /// One caller at a time; cancelling the caller (terminal) throws operation_aborted.
    [[nodiscard]] virtual boost::asio::awaitable<LlmResult<ChatPiece>> next() = 0;

    /// Ends the generation; a next() that waits returns `cancelled`.
    virtual void cancel() = 0;
};

class LlmProvider {
  public:
    LlmProvider() = default;
    virtual ~LlmProvider() = default;
    LlmProvider(const LlmProvider&) = delete;
    LlmProvider& operator=(const LlmProvider&) = delete;
    LlmProvider(LlmProvider&&) = delete;
    LlmProvider& operator=(LlmProvider&&) = delete;

    /// Starts an answer. The provider outlives the stream.
    [[nodiscard]] virtual std::unique_ptr<ChatStream> chat(ChatRequest request) = 0;
};

}  // namespace utter::llm
