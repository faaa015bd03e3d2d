#include "utter/orchestrator/plugins/persona/persona_chat.hpp"

#include <boost/asio/io_context.hpp>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/orchestrator/plugins/persona/sentence_splitter.hpp"

namespace utter::orchestrator {
namespace {

bool is_question(std::string_view sentence) {
    while (!sentence.empty() && std::string_view("\"')*_ ").contains(sentence.back())) {
        sentence.remove_suffix(1);
    }
    return sentence.ends_with('?') || sentence.ends_with("？");
}

}  // namespace

PersonaChat::PersonaChat(runtime::EventLoop& loop,
                         ToolBelt& belt,
                         Persona persona,
                         OnSentence on_sentence)
    : loop_(loop),
      belt_(belt),
      persona_(std::move(persona)),
      on_sentence_(std::move(on_sentence)) {}

void PersonaChat::stop(llm::LlmErrorCode code, std::string detail) {
    if (answer_.error) return;
    answer_.error = llm::LlmError{code, std::move(detail)};
    if (stream_ != nullptr) stream_->cancel();
    if (wake_) wake_->set();
}

void PersonaChat::say(std::string sentence, bool last) {
    auto text = speakable(sentence);
    if (text.empty() || answer_.error) return;
    answer_.text += (answer_.text.empty() ? "" : " ") + text;
    answer_.asks = last && is_question(text);
    on_sentence_(std::move(text), answer_.asks);
}

boost::asio::awaitable<PersonaAnswer> PersonaChat::run(Question question,
                                                       std::chrono::milliseconds limit) {
    const auto deadline = loop_.after(limit, loop_, [this, limit] {
        stop(llm::LlmErrorCode::timed_out,
             "the answer did not end within " + std::to_string(limit.count()) + " ms");
    });
    auto choice = co_await belt_.choose(persona_.tools, question.utterance, question.session);
    SentenceSplitter splitter(question.lang);
    llm::ChatRequest request;
    request.model = persona_.model;
    request.messages = std::move(question.messages);
    request.max_tokens = persona_.max_tokens;
    request.temperature = persona_.temperature;
    for (int round = 0; !answer_.error; ++round) {
        // In the last round it has to make do with what it knows.
        request.tools = round < tool_rounds_max ? offers_of(choice) : std::vector<llm::ToolOffer>{};
        auto stream = persona_.provider->chat(request);
        auto calls = co_await listen(std::move(stream), splitter);
        if (answer_.error || calls.empty() || round == tool_rounds_max) break;
        // What the model said before it called is said; that it may be a whole line of its own.
        if (auto rest = splitter.finish(); !rest.empty()) say(std::move(rest), false);
        request.messages.push_back({llm::Role::assistant, {}, calls});
        for (auto& call : calls) {
            llm::ChatMessage told{llm::Role::tool, {}, {}, call.id, call.name};
            wake_ = std::make_shared<runtime::AsyncEvent>(loop_.context().get_executor());
            told.text = co_await belt_.call(choice, call, question.tool_context, wake_);
            log::debug("persona.tool_called", {{"tool", call.name}, {"pii.told", told.text}});
            request.messages.push_back(std::move(told));
            if (answer_.error) break;
        }
    }
    if (!answer_.error) say(splitter.finish(), true);
    co_return std::move(answer_);
}

boost::asio::awaitable<std::vector<llm::ToolCall>> PersonaChat::listen(
    std::unique_ptr<llm::ChatStream> stream, SentenceSplitter& splitter) {
    std::vector<llm::ToolCall> calls;
    stream_ = stream.get();
    for (;;) {
        auto piece = co_await stream->next();
        if (!piece) {
            stop(piece.error().code, piece.error().detail);
            break;
        }
        if (answer_.error || std::holds_alternative<llm::ChatEnd>(*piece)) break;
        if (auto* call = std::get_if<llm::ToolCall>(&*piece)) {
            if (calls.size() < tool_calls_max) calls.push_back(std::move(*call));
            continue;
        }
        const auto& text = std::get<std::string>(*piece);
        received_bytes_ += text.size();
        if (!first_token_at_) first_token_at_ = std::chrono::system_clock::now();
        if (received_bytes_ > answer_bytes_max) {
            stop(llm::LlmErrorCode::bad_answer, "the answer is longer than anybody listens to");
            break;
        }
        for (auto& sentence : splitter.feed(text)) say(std::move(sentence), false);
    }
    stream_ = nullptr;
    co_return calls;
}

}  // namespace utter::orchestrator
