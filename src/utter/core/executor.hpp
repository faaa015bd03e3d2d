#pragma once

#include <functional>

namespace utter {

/// Somewhere work runs, without saying how: an event loop, a strand of a pool, or in place.
/// post() may be called from any thread. One Executor runs its work one piece at a time, in the
/// order posted, so what belongs to one executor needs no lock.
class Executor {
  public:
    using Work = std::move_only_function<void()>;

    Executor() = default;
    virtual ~Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;
    Executor(Executor&&) = delete;
    Executor& operator=(Executor&&) = delete;

    virtual void post(Work work) = 0;
};

/// Runs work in post() itself, on the caller's thread. For receivers that only hand the message
/// on, and for tests that want no event loop.
class InlineExecutor final : public Executor {
  public:
    void post(Work work) override { work(); }
};

}  // namespace utter
