#include "stop_watch.hpp"

#include <cstdlib>

#include "utter/core/log.hpp"

namespace utter::app {

StopWatch::StopWatch(std::chrono::milliseconds limit)
    : thread_([this, limit] {
          std::unique_lock lock(mutex_);
          if (changed_.wait_for(lock, limit, [this] { return done_; })) return;
          log::error("utter.stop_forced", {{"reason", "a part did not stop in time"}});
          std::_Exit(1);
      }) {}

StopWatch::~StopWatch() {
    const std::lock_guard lock(mutex_);
    done_ = true;
    changed_.notify_all();
}

}  // namespace utter::app
