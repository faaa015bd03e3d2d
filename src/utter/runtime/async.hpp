#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

/// The few coroutine patterns the services need, wrapped once because Asio's own spelling of each
/// has a trap (docs/architecture.md, "Concurrency").
namespace utter::runtime {

namespace asio = boost::asio;

/// Ends the coroutine with operation_aborted when it has been cancelled. Asio alone would only do
/// so at the next wait, after code that may no longer have its owner.
inline asio::awaitable<void> throw_if_cancelled() {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
        throw boost::system::system_error(asio::error::operation_aborted);
    }
}

/// Lets one coroutine wait until another piece of code on the same loop says so.
/// Not thread-safe: set() and wait_for() belong to one event loop.
class AsyncEvent {
  public:
    explicit AsyncEvent(const asio::any_io_executor& executor) : timer_(executor) {}

    /// Wakes the waiter, now or when it starts waiting.
    void set() {
        is_set_ = true;
        timer_.cancel();
    }

    /// Waits until set() or until `limit` has passed. @return whether it was set. Throws
    /// operation_aborted when the waiting coroutine is cancelled.
    asio::awaitable<bool> wait_for(std::chrono::milliseconds limit) {
        timer_.expires_after(limit);
        return wait_armed();
    }

    /// Waits until set(), however long that takes.
    asio::awaitable<bool> wait() {
        timer_.expires_at(asio::steady_timer::time_point::max());
        return wait_armed();
    }

  private:
    asio::awaitable<bool> wait_armed() {
        boost::system::error_code ignored;
        if (!is_set_) {
            co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            co_await throw_if_cancelled();
        }
        co_return is_set_;
    }

    asio::steady_timer timer_;
    bool is_set_ = false;
};

/// Awaits `operation` for at most `limit`. When the limit passes first the operation is asked to
/// cancel and is let go: it may end whenever it likes and its result is dropped.
/// @return the result, or nothing on time-out. Exceptions of the operation pass through; being
/// cancelled itself, it cancels the operation and throws operation_aborted.
template <class T>
asio::awaitable<std::optional<T>> with_deadline(std::chrono::milliseconds limit,
                                                asio::awaitable<T> operation) {
    struct State {
        explicit State(const asio::any_io_executor& executor) : timer(executor) {}
        asio::steady_timer timer;
        asio::cancellation_signal cancel;
        std::optional<T> result;
        std::exception_ptr error;
    };
    const auto executor = co_await asio::this_coro::executor;
    auto state = std::make_shared<State>(executor);
    state->timer.expires_after(limit);
    asio::co_spawn(executor,
                   std::move(operation),
                   asio::bind_cancellation_slot(state->cancel.slot(),
                                                [state](std::exception_ptr error, T result) {
                                                    if (error) {
                                                        state->error = std::move(error);
                                                    } else {
                                                        state->result = std::move(result);
                                                    }
                                                    state->timer.cancel();
                                                }));
    boost::system::error_code ignored;
    co_await state->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (state->error) std::rethrow_exception(state->error);
    if (!state->result) state->cancel.emit(asio::cancellation_type::terminal);
    co_await throw_if_cancelled();
    co_return std::move(state->result);
}

}  // namespace utter::runtime
