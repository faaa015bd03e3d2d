#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "utter/audio/rt.hpp"
#include "utter/audio/spsc_ring.hpp"
#include "utter/core/result.hpp"

namespace utter::audio {

/// What stands between a device that records and whoever listens: a ring of mono samples.
class AudioConsumer {
  public:
    explicit AudioConsumer(std::size_t capacity_samples) : ring_(capacity_samples) {}

    // The consuming thread's side.

    /// @return how many were written into the first of `samples`; 0 when nothing came since.
    std::size_t read(std::span<float> samples) noexcept UTTER_RT { return ring_.read(samples); }
    [[nodiscard]] std::size_t readable() const noexcept UTTER_RT { return ring_.readable(); }
    /// Forgets what came until now.
    void discard() noexcept UTTER_RT { ring_.skip_to(ring_.written()); }

    /// Samples that were lost because nobody read. Any thread.
    [[nodiscard]] std::uint64_t dropped_samples() const noexcept {
        return dropped_.load(std::memory_order_relaxed);
    }
    /// Whether the device has nothing more to give, which only a file or a pipe ever says.
    [[nodiscard]] bool ended() const noexcept { return ended_.load(std::memory_order_acquire); }

    // The device's side, on its audio thread.

    /// Takes what was recorded; of what does not fit the newest is dropped.
    void take(std::span<const float> block) noexcept UTTER_RT {
        const auto count = ring_.write(block);
        if (count < block.size()) {
            dropped_.fetch_add(block.size() - count, std::memory_order_relaxed);
        }
    }
    void end() noexcept UTTER_RT { ended_.store(true, std::memory_order_release); }

  private:
    SpscRing<float> ring_;
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<bool> ended_{false};
};

/// Port: a microphone. start() and stop() belong to one thread; they may be called in turn any
/// number of times. A device that is lost after start() comes back by itself.
class AudioCapture {
  public:
    AudioCapture() = default;
    virtual ~AudioCapture() = default;
    AudioCapture(const AudioCapture&) = delete;
    AudioCapture& operator=(const AudioCapture&) = delete;
    AudioCapture(AudioCapture&&) = delete;
    AudioCapture& operator=(AudioCapture&&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::uint32_t sample_rate_hz() const = 0;

    /// Begins to record. @return what to read from, which lives as long as the device and is the
    /// same each time; `unavailable`, `not_found` or `io` when the device cannot be had.
    [[nodiscard]] virtual Result<AudioConsumer*> start() = 0;
    /// Ends recording; what was recorded can still be read.
    virtual void stop() = 0;
};

}  // namespace utter::audio
