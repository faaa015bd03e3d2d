#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include "utter/audio/rt.hpp"

namespace utter::audio {

/// A lock-free queue of samples between one writing and one reading thread. The two indices count
/// on for ever and wrap with their type; what is stored is their difference. Neither side waits for
/// the other: what does not fit is not taken.
template <class T>
    requires std::is_trivially_copyable_v<T>
class SpscRing {
  public:
    /// @param capacity_min rounded up to a power of two, at least 2. The only allocation.
    explicit SpscRing(std::size_t capacity_min)
        : items_(std::bit_ceil(std::max<std::size_t>(capacity_min, 2))), mask_(items_.size() - 1) {}

    [[nodiscard]] std::size_t capacity() const noexcept UTTER_RT { return items_.size(); }

    /// Writing thread. @return how many of the first of `from` were taken.
    std::size_t write(std::span<const T> from) noexcept UTTER_RT {
        const auto head = written_.load(std::memory_order_relaxed);
        const auto space = items_.size() - (head - read_.load(std::memory_order_acquire));
        const auto count = std::min(space, from.size());
        const auto at = head & mask_;
        const auto first = std::min(count, items_.size() - at);
        std::copy_n(from.data(), first, items_.data() + at);
        std::copy_n(from.data() + first, count - first, items_.data());
        written_.store(head + count, std::memory_order_release);
        return count;
    }

    /// Reading thread. @return how many were written into the first of `to`.
    std::size_t read(std::span<T> to) noexcept UTTER_RT {
        const auto tail = read_.load(std::memory_order_relaxed);
        const auto stored = written_.load(std::memory_order_acquire) - tail;
        const auto count = std::min(stored, to.size());
        const auto at = tail & mask_;
        const auto first = std::min(count, items_.size() - at);
        std::copy_n(items_.data() + at, first, to.data());
        std::copy_n(items_.data(), count - first, to.data() + first);
        read_.store(tail + count, std::memory_order_release);
        return count;
    }

    /// Reading thread: forgets what was written before the writing index stood at `position`.
    void skip_to(std::size_t position) noexcept UTTER_RT {
        const auto tail = read_.load(std::memory_order_relaxed);
        const auto stored = written_.load(std::memory_order_acquire) - tail;
        // A position that was read past already is "behind": the difference wraps.
        if (position - tail <= stored) read_.store(position, std::memory_order_release);
    }

    /// Either thread; what the other one does meanwhile can only help the caller.
    [[nodiscard]] std::size_t readable() const noexcept UTTER_RT {
        // The read index first: it never passes the write index that is loaded after it.
        const auto tail = read_.load(std::memory_order_acquire);
        return std::min(written_.load(std::memory_order_acquire) - tail, items_.size());
    }
    [[nodiscard]] std::size_t writable() const noexcept UTTER_RT {
        return items_.size() - readable();
    }

    /// How many were ever written or read, modulo the type. Any thread.
    [[nodiscard]] std::size_t written() const noexcept UTTER_RT {
        return written_.load(std::memory_order_acquire);
    }
    [[nodiscard]] std::size_t consumed() const noexcept UTTER_RT {
        return read_.load(std::memory_order_acquire);
    }

  private:
    static constexpr std::size_t cache_line_bytes = 64;

    std::vector<T> items_;
    std::size_t mask_;
    // Each on a line of its own, or the threads would wait for each other's cache.
    alignas(cache_line_bytes) std::atomic<std::size_t> written_{0};
    alignas(cache_line_bytes) std::atomic<std::size_t> read_{0};
};

}  // namespace utter::audio
