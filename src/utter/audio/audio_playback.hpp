#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "utter/audio/rt.hpp"
#include "utter/audio/spsc_ring.hpp"
#include "utter/core/result.hpp"

namespace utter::audio {

/// What stands between whoever makes sound and a device that plays it: a ring of mono samples.
class AudioProducer {
  public:
    explicit AudioProducer(std::size_t capacity_samples) : ring_(capacity_samples) {}

    // The producing thread's side.

    /// @return how many of the first of `samples` were taken; the rest has no room yet.
    std::size_t write(std::span<const float> samples) noexcept UTTER_RT {
        flowing_.store(true, std::memory_order_relaxed);
        return ring_.write(samples);
    }
    [[nodiscard]] std::size_t writable() const noexcept UTTER_RT { return ring_.writable(); }
    /// Says that nothing more comes for now, so that the silence after it is no underrun.
    void pause() noexcept UTTER_RT { flowing_.store(false, std::memory_order_relaxed); }
    /// Drops what was written and not taken yet; takes effect at the device's next block. More is
    /// to come at once.
    /// @return how many samples that are, at most
    std::size_t drop() noexcept UTTER_RT {
        const auto unplayed = ring_.readable();
        flush_to_.store(ring_.written(), std::memory_order_relaxed);
        flushes_.fetch_add(1, std::memory_order_release);
        return unplayed;
    }
    /// The same, and pause().
    std::size_t flush() noexcept UTTER_RT {
        pause();
        return drop();
    }

    /// How many samples were ever written, and taken by the device. Their difference plus latency()
    /// is what nobody has heard yet.
    [[nodiscard]] std::size_t written() const noexcept UTTER_RT { return ring_.written(); }
    [[nodiscard]] std::size_t consumed() const noexcept UTTER_RT { return ring_.consumed(); }
    /// How long after its taking a sample is heard, as the device last knew.
    [[nodiscard]] std::chrono::microseconds latency() const noexcept UTTER_RT {
        return std::chrono::microseconds(latency_us_.load(std::memory_order_relaxed));
    }
    /// How many of the samples taken the device has not begun to play, as it last knew.
    [[nodiscard]] std::size_t waiting() const noexcept UTTER_RT {
        return waiting_.load(std::memory_order_relaxed);
    }
    /// Blocks that had to be filled up with silence although more was to come, and times that the
    /// device ran dry. Any thread.
    [[nodiscard]] std::uint64_t underruns() const noexcept {
        return underruns_.load(std::memory_order_relaxed);
    }

    // The device's side, on its audio thread.

    /// Fills `block` with the next samples, and with silence where there are none.
    void fill(std::span<float> block) noexcept UTTER_RT {
        const auto flushes = flushes_.load(std::memory_order_acquire);
        const bool flushed = flushes != flushes_done_;
        if (flushed) {
            flushes_done_ = flushes;
            ring_.skip_to(flush_to_.load(std::memory_order_relaxed));
        }
        const auto count = ring_.read(block);
        std::fill(block.begin() + static_cast<std::ptrdiff_t>(count), block.end(), 0.0F);
        if (flushed) {
            // To silence, or to what follows: which may be the sample after the last one.
            fade_out(block, last_ - (count > 0 ? block[0] : 0.0F));
        } else if (count < block.size()) {
            fade_out(block.subspan(count), count > 0 ? block[count - 1] : last_);
        }
        if (!block.empty()) last_ = block.back();
        if (count < block.size()) ran_dry();
    }
    /// The device played silence because it was called too late to give it anything.
    void ran_dry() noexcept UTTER_RT {
        if (flowing_.load(std::memory_order_relaxed)) {
            underruns_.fetch_add(1, std::memory_order_relaxed);
        }
    }
    /// Whether more is to come: the last was write(), not pause() or flush().
    [[nodiscard]] bool flowing() const noexcept UTTER_RT {
        return flowing_.load(std::memory_order_relaxed);
    }
    /// What fill() would find.
    [[nodiscard]] std::size_t readable() const noexcept UTTER_RT { return ring_.readable(); }
    void set_waiting(std::size_t samples) noexcept UTTER_RT {
        waiting_.store(samples, std::memory_order_relaxed);
    }
    void set_latency(std::chrono::microseconds latency) noexcept UTTER_RT {
        latency_us_.store(latency.count(), std::memory_order_relaxed);
    }

  private:
    // Sound that is cut off clicks, unless it falls to nothing in a few samples.
    static void fade_out(std::span<float> block, float from) noexcept UTTER_RT {
        constexpr std::size_t fade_samples = 128;
        const auto count = std::min(fade_samples, block.size());
        for (std::size_t i = 0; i < count; ++i) {
            block[i] += from * (1.0F - static_cast<float>(i + 1) / static_cast<float>(count));
        }
    }

    SpscRing<float> ring_;
    std::atomic<bool> flowing_{false};
    std::atomic<std::size_t> flush_to_{0};
    std::atomic<std::uint32_t> flushes_{0};
    std::uint32_t flushes_done_ = 0;  // this and the next are the device's alone
    float last_ = 0;
    std::atomic<std::int64_t> latency_us_{0};
    std::atomic<std::size_t> waiting_{0};
    std::atomic<std::uint64_t> underruns_{0};
};

/// Port: a loudspeaker. start() and stop() belong to one thread; they may be called in turn any
/// number of times. A device that is lost after start() comes back by itself; what is produced
/// meanwhile stays in the ring until it is full.
class AudioPlayback {
  public:
    AudioPlayback() = default;
    virtual ~AudioPlayback() = default;
    AudioPlayback(const AudioPlayback&) = delete;
    AudioPlayback& operator=(const AudioPlayback&) = delete;
    AudioPlayback(AudioPlayback&&) = delete;
    AudioPlayback& operator=(AudioPlayback&&) = delete;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::uint32_t sample_rate_hz() const = 0;

    /// Begins to play. @return what to write to, which lives as long as the device and is the same
    /// each time; `unavailable` or `io` when the device cannot be had.
    [[nodiscard]] virtual Result<AudioProducer*> start() = 0;
    /// Ends playing at once and gives the device back; the ring is empty afterwards.
    virtual void stop() = 0;
    /// Takes back what was written and is not heard yet, as far as the device can. The producing
    /// thread, after start().
    /// @param from what is not to be heard, as an index that written() counts. Of the samples
    /// before it a device keeps what it has already: they are heard whole.
    /// @return how many of the last samples written will not be heard. There may be some before
    /// `from` among them, to be written again at once.
    [[nodiscard]] virtual std::size_t take_back(std::size_t from) = 0;
    /// AudioProducer::underruns() so far. Any thread.
    [[nodiscard]] virtual std::uint64_t underruns() const = 0;
};

}  // namespace utter::audio
