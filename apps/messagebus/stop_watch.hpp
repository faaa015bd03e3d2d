#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace utter::app {

/// Ends the process when shutting down takes longer than it may: a skill that never returns must
/// not keep a stopped assistant alive. Disarmed by destruction.
class StopWatch {
  public:
    explicit StopWatch(std::chrono::milliseconds limit);
    ~StopWatch();
    StopWatch(const StopWatch&) = delete;
    StopWatch& operator=(const StopWatch&) = delete;
    StopWatch(StopWatch&&) = delete;
    StopWatch& operator=(StopWatch&&) = delete;

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool done_ = false;
    std::jthread thread_;
};

}  // namespace utter::app
