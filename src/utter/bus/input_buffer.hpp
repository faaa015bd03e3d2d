#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

#include "utter/bus/frame_scanner.hpp"

namespace utter::bus {

/// Received bytes that do not make a whole frame yet, with scan_padding readable behind them. Most
/// connections never hold any. Not thread-safe.
class InputBuffer {
  public:
    [[nodiscard]] char* data() noexcept { return bytes_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    void append(std::string_view more) {
        const auto wanted = size_ + more.size() + scan_padding;
        if (wanted > capacity_) {
            const auto capacity = std::max(wanted, capacity_ * 2);
            auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
            if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
            bytes_ = std::move(bytes);
            capacity_ = capacity;
        }
        std::memcpy(bytes_.get() + size_, more.data(), more.size());
        size_ += more.size();
    }

    /// Removes the first `count` bytes; gives a big buffer back once it is empty.
    void drop_front(std::size_t count) {
        size_ -= count;
        if (size_ > 0) {
            std::memmove(bytes_.get(), bytes_.get() + count, size_);
        } else if (capacity_ > keep_bytes) {
            bytes_.reset();
            capacity_ = 0;
        }
    }

  private:
    static constexpr std::size_t keep_bytes = std::size_t{16} * 1024;
    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace utter::bus
