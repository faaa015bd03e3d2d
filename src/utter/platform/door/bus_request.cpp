#include "utter/platform/door/bus_request.hpp"

#include <memory>

#include "utter/platform/live/session_manager.hpp"
#include "utter/runtime/async.hpp"

namespace utter::platform {
namespace {

constexpr std::string_view mark_key = "platform_request";

}  // namespace

boost::asio::awaitable<std::optional<Message>> request_on_bus(Services& services,
                                                              Message question,
                                                              std::chrono::milliseconds patience) {
    struct State {
        explicit State(const boost::asio::any_io_executor& executor) : event(executor) {}
        runtime::AsyncEvent event;
        std::optional<Message> answer;
    };
    const auto state = std::make_shared<State>(co_await boost::asio::this_coro::executor);
    const auto mark = make_uuid();
    const auto subscription = services.bus.subscribe(
        question.type() + ".response", services.loop, [state, mark](const Message& message) {
            if (state->answer || message.context_string(mark_key) != mark) return;
            state->answer = message;
            state->event.set();
        });
    services.bus.publish(question.with_context_value(mark_key, json::string(mark)));
    co_await state->event.wait_for(patience);
    co_return state->answer;
}

}  // namespace utter::platform
