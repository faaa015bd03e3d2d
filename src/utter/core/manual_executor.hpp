#pragma once

#include <deque>
#include <utility>

#include "utter/core/executor.hpp"

namespace utter {

/// For tests: runs what was posted when the test says so.
class ManualExecutor final : public Executor {
  public:
    void post(Work work) override { work_.push_back(std::move(work)); }
    bool run_one() {
        if (work_.empty()) return false;
        auto work = std::move(work_.front());
        work_.pop_front();
        work();
        return true;
    }

  private:
    std::deque<Work> work_;
};

}  // namespace utter
