#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <utility>

namespace utter::bus {

/// Frames waiting for one peer, bounded by bytes. Not thread-safe.
class Outbox {
  public:
    using Frame = std::shared_ptr<const std::string>;

    explicit Outbox(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// @return false, leaving the queue as it was, when the frame does not fit. One frame always
    /// fits into an empty queue.
    [[nodiscard]] bool push(Frame frame) {
        if (!frames_.empty() && bytes_ + frame->size() > bytes_max_) return false;
        bytes_ += frame->size();
        frames_.push_back(std::move(frame));
        return true;
    }

    [[nodiscard]] bool empty() const noexcept { return frames_.empty(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::size_t frames() const noexcept { return frames_.size(); }
    [[nodiscard]] const Frame& front() const noexcept { return frames_.front(); }

    void pop() {
        bytes_ -= frames_.front()->size();
        frames_.pop_front();
    }

    void clear() {
        frames_.clear();
        bytes_ = 0;
    }

  private:
    std::deque<Frame> frames_;
    std::size_t bytes_ = 0;
    std::size_t bytes_max_;
};

}  // namespace utter::bus
