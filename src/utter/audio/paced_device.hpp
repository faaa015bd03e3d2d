#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "utter/audio/audio_capture.hpp"
#include "utter/audio/audio_playback.hpp"

/// Devices that are no sound hardware (files, pipes, nothing at all) and run by the wall clock.
namespace utter::audio {

/// Room in the ring of a device: what may wait for a listener that is busy, or for a loudspeaker.
[[nodiscard]] constexpr std::size_t ring_samples(std::uint32_t sample_rate_hz) {
    return sample_rate_hz / 4;
}

/// A thread that does something each 10 ms of wall-clock time.
class PacedThread {
  public:
    /// @param tick called for each 10 ms until it returns false or stop()
    void start(std::uint32_t sample_rate_hz, std::function<bool()> tick);
    void stop();
    [[nodiscard]] bool running() const noexcept { return thread_.joinable(); }

  private:
    std::jthread thread_;
};

/// AudioPlayback whose samples a derived class puts somewhere, 10 ms at a time.
class PacedPlayback : public AudioPlayback {
  public:
    explicit PacedPlayback(std::uint32_t sample_rate_hz);

    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return sample_rate_hz_; }
    [[nodiscard]] Result<AudioProducer*> start() override;
    void stop() override;
    [[nodiscard]] std::size_t take_back(std::size_t /*from*/) override { return producer_.flush(); }
    [[nodiscard]] std::uint64_t underruns() const override { return producer_.underruns(); }

  protected:
    /// Opens what put() writes to, and closes it again. On the thread of start() and stop().
    [[nodiscard]] virtual Result<void> open() { return {}; }
    virtual void close() {}
    /// On the paced thread; may block a little. @return false when there is no use going on.
    virtual bool put(std::span<const float> block) = 0;

  private:
    std::uint32_t sample_rate_hz_;
    AudioProducer producer_;
    std::vector<float> block_;
    PacedThread thread_;
};

/// AudioCapture whose samples a derived class gets from somewhere, 10 ms at a time.
class PacedCapture : public AudioCapture {
  public:
    explicit PacedCapture(std::uint32_t sample_rate_hz);

    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return sample_rate_hz_; }
    [[nodiscard]] Result<AudioConsumer*> start() override;
    void stop() override;

  protected:
    [[nodiscard]] virtual Result<void> open() { return {}; }
    virtual void close() {}
    /// On the paced thread. @return how many of `block` were set; nothing at the end.
    virtual std::optional<std::size_t> get(std::span<float> block) = 0;

  private:
    std::uint32_t sample_rate_hz_;
    AudioConsumer consumer_;
    std::vector<float> block_;
    PacedThread thread_;
};

}  // namespace utter::audio
