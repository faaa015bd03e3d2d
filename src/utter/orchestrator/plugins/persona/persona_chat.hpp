#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/timers.hpp"
#include "utter/llm/llm_provider.hpp"
#include "utter/orchestrator/plugins/persona/persona.hpp"
#include "utter/orchestrator/plugins/persona/tool_belt.hpp"

namespace utter::orchestrator {

/// What an answer came to.
struct PersonaAnswer {
    std::string text;                    ///< what was said of it
    bool asks = false;                   ///< it ends with a question
    std::optional<llm::LlmError> error;  ///< why it is not whole
};

/// One question to one persona, tools and all. Lives on the event loop.
class PersonaChat {
  public:
    static constexpr std::size_t answer_bytes_max = std::size_t{32} * 1024;
    static constexpr int tool_rounds_max = 4;
    static constexpr std::size_t tool_calls_max = 8;  ///< of one round

    /// Takes a sentence as soon as it is complete. `asks`: it is the last, and a question.
    using OnSentence = std::function<void(std::string sentence, bool asks)>;

    struct Question {
        std::vector<llm::ChatMessage> messages;  ///< the last one is the question
        std::string lang;
        std::string utterance;
        session::Session session;
        json::object tool_context;  ///< of the messages that call tools
    };

    /// All referred to outlive it.
    PersonaChat(runtime::EventLoop& loop, ToolBelt& belt, Persona persona, OnSentence on_sentence);

    /// Asks, and ends within `limit`. Once. The chat outlives the call.
    [[nodiscard]] boost::asio::awaitable<PersonaAnswer> run(Question question,
                                                            std::chrono::milliseconds limit);

    /// When the model's first text came.
    [[nodiscard]] std::optional<std::chrono::system_clock::time_point> first_token_at() const {
        return first_token_at_;
    }

    /// Ends the answer at once; run() returns what there is, with the error `cancelled`.
    void cancel() { stop(llm::LlmErrorCode::cancelled, "the answer was cancelled"); }

  private:
    void stop(llm::LlmErrorCode code, std::string detail);
    [[nodiscard]] boost::asio::awaitable<std::vector<llm::ToolCall>> listen(
        std::unique_ptr<llm::ChatStream> stream, class SentenceSplitter& splitter);
    void say(std::string sentence, bool last);

    runtime::EventLoop& loop_;
    ToolBelt& belt_;
    Persona persona_;
    OnSentence on_sentence_;
    llm::ChatStream* stream_ = nullptr;          // the one that is listened to
    std::shared_ptr<runtime::AsyncEvent> wake_;  // of the tool that is waited for
    PersonaAnswer answer_;
    std::size_t received_bytes_ = 0;
    std::optional<std::chrono::system_clock::time_point> first_token_at_;
};

}  // namespace utter::orchestrator
