#include "utter/platform/door/text_turn.hpp"

#include <deque>
#include <utility>

#include "utter/session/session.hpp"

namespace utter::platform {

struct TextTurn::State {
    explicit State(const boost::asio::any_io_executor& its_executor) : executor(its_executor) {}

    void wake() {
        if (event) event->set();
    }

    boost::asio::any_io_executor executor;
    std::optional<runtime::AsyncEvent> event;  // while somebody waits
    std::deque<std::string> sentences;
    bool over = false;
};

TextTurn::TextTurn(Services& services,
                   const boost::asio::any_io_executor& executor,
                   Question question)
    : services_(services), state_(std::make_shared<State>(executor)) {
    const auto session_id = "chat-" + make_uuid();
    json::object session{{"session_id", session_id}, {"lang", question.lang}};
    if (!question.persona_id.empty()) session["persona_id"] = question.persona_id;
    context_ = {{"source", "utter-platform"}, {"session", std::move(session)}};
    if (!question.history.empty()) context_["chat_history"] = std::move(question.history);
    if (!question.system.empty()) context_["chat_system"] = question.system;
    const auto listen = [&](const char* topic, auto take) {
        subscriptions_.push_back(services.bus.subscribe(
            topic, services.loop, [state = state_, session_id, take](const Message& message) {
                if (session::session_id_of(message.context()) != session_id) return;
                take(*state, message);
                state->wake();
            }));
    };
    listen("ovos.utterance.speak", [](State& state, const Message& message) {
        state.sentences.emplace_back(message.data_string("utterance"));
    });
    listen("ovos.utterance.handled", [](State& state, const Message&) { state.over = true; });
    services.bus.publish(
        Message("ovos.utterance.handle",
                {{"utterances", json::array{question.text}}, {"lang", question.lang}},
                context_));
}

TextTurn::~TextTurn() {
    subscriptions_.clear();
    if (!state_->over) services_.bus.publish(Message("ovos.stop", {}, context_));
}

boost::asio::awaitable<std::optional<std::string>> TextTurn::next(
    std::chrono::milliseconds patience) {
    const auto state = state_;
    bool waits = state->sentences.empty() && !state->over;
    while (waits) {
        state->event.emplace(state->executor);
        const bool woken = co_await state->event->wait_for(patience);
        state->event.reset();
        waits = woken && state->sentences.empty() && !state->over;
    }
    if (state->sentences.empty()) co_return std::nullopt;
    auto sentence = std::move(state->sentences.front());
    state->sentences.pop_front();
    co_return sentence;
}

}  // namespace utter::platform
