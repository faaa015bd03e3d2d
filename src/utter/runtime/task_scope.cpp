#include "utter/runtime/task_scope.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <list>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::runtime {

namespace asio = boost::asio;

// Shared with the completion handlers, which may run after the scope itself is gone.
struct TaskScope::State {
    explicit State(asio::any_io_executor e) : executor(std::move(e)) {}
    asio::any_io_executor executor;
    std::list<asio::cancellation_signal> signals;
};

TaskScope::TaskScope(asio::any_io_executor executor)
    : state_(std::make_shared<State>(std::move(executor))) {}

TaskScope::~TaskScope() {
    cancel();
}

void TaskScope::spawn(const char* name, asio::awaitable<void> task) {
    const auto signal = state_->signals.emplace(state_->signals.end());
    asio::co_spawn(
        state_->executor,
        std::move(task),
        asio::bind_cancellation_slot(
            signal->slot(), [state = state_, signal, name](const std::exception_ptr& error) {
                state->signals.erase(signal);
                if (!error) return;
                try {
                    std::rethrow_exception(error);
                } catch (const boost::system::system_error& failure) {
                    if (failure.code() == asio::error::operation_aborted) return;
                    log::error("runtime.task_failed", {{"task", name}, {"what", failure.what()}});
                } catch (const std::exception& failure) {
                    log::error("runtime.task_failed", {{"task", name}, {"what", failure.what()}});
                }
            }));
}

// Here and not by emitting at once: while the loop stands still, co_spawn would queue what it does
// with a signal, and by then the task may have ended and its signal be gone.
void TaskScope::cancel() {
    asio::dispatch(state_->executor, [state = state_] {
        // Emitting may end a task and take its signal off the list, so step before emitting.
        for (auto it = state->signals.begin(); it != state->signals.end();) {
            (it++)->emit(asio::cancellation_type::terminal);
        }
    });
}

std::size_t TaskScope::running() const noexcept {
    return state_->signals.size();
}

}  // namespace utter::runtime
