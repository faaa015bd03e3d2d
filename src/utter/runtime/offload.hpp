#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "utter/core/executor.hpp"
#include "utter/runtime/async.hpp"

namespace utter::runtime {

/// Runs blocking `work` on `worker` and resumes here with its result. What it throws is thrown
/// here. A coroutine that is cancelled meanwhile ends at once; the work goes on and its result is
/// dropped. The worker has to end before the event loop does.
/// @param work is moved from; a name and not a temporary, which GCC 12 would destroy twice
template <class Work>
asio::awaitable<std::invoke_result_t<Work>> offload(Executor& worker, Work& work) {
    using Value = std::invoke_result_t<Work>;
    struct State {
        explicit State(const asio::any_io_executor& its_executor)
            : executor(its_executor), done(its_executor) {}
        asio::any_io_executor executor;
        AsyncEvent done;
        std::optional<Value> value;
        std::exception_ptr error;
    };
    const auto state = std::make_shared<State>(co_await asio::this_coro::executor);
    worker.post([state, work = std::move(work)]() mutable {
        try {
            state->value.emplace(work());
        } catch (...) {
            state->error = std::current_exception();
        }
        asio::post(state->executor, [state] { state->done.set(); });
    });
    co_await state->done.wait();
    auto value = std::move(state->value);
    if (!value) std::rethrow_exception(state->error);
    co_return std::move(*value);
}

}  // namespace utter::runtime
