#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

namespace utter::runtime {

/// Owns coroutines: the ones a connection, a round or a service has started. Destroying the scope
/// cancels those still running (terminal cancellation); their frames end at their next suspension
/// point. An exception that leaves a task is logged under the task's name and ends that task only.
/// Use from the executor's own thread.
class TaskScope {
  public:
    explicit TaskScope(boost::asio::any_io_executor executor);
    ~TaskScope();
    TaskScope(const TaskScope&) = delete;
    TaskScope& operator=(const TaskScope&) = delete;
    TaskScope(TaskScope&&) = delete;
    TaskScope& operator=(TaskScope&&) = delete;

    /// Starts `task`; what it refers to must live until it has ended. `name` is a constant.
    void spawn(const char* name, boost::asio::awaitable<void> task);

    void cancel();
    [[nodiscard]] std::size_t running() const noexcept;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace utter::runtime
