#pragma once

#include <algorithm>
#include <chrono>

namespace utter::workers {

/// How long to wait before something that failed is tried again: twice as long each time.
class Backoff {
  public:
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most)
        : first_(first), most_(most), next_(first) {}

    [[nodiscard]] std::chrono::milliseconds next() {
        const auto wait = std::min(next_, most_);
        next_ = 2 * wait;
        return wait;
    }
    /// It works again.
    void reset() { next_ = first_; }

  private:
    std::chrono::milliseconds first_;
    std::chrono::milliseconds most_;
    std::chrono::milliseconds next_;
};

}  // namespace utter::workers
