#pragma once

#include <memory>
#include <string>

#include "utter/audio/audio_capture.hpp"
#include "utter/audio/audio_playback.hpp"

/// The desktop's sound server as loudspeaker and microphone: PulseAudio's protocol, which PipeWire
/// serves too. It resamples and mixes with what other programs play.
namespace utter::audio {

/// Which devices of the server.
struct PulseSettings {
    /// The server's name of a sink or source; empty: the default one; "@DEFAULT_MONITOR@": a source
    /// of what the default sink plays.
    std::string device;
    std::uint32_t sample_rate_hz = 48'000;
};

/// A sink. start() returns at once and never fails for want of a server or sink: they may come, go
/// and come back at any time. What is written before they are there waits in the ring.
class PulsePlayback final : public AudioPlayback {
  public:
    explicit PulsePlayback(PulseSettings settings);
    ~PulsePlayback() override;
    PulsePlayback(const PulsePlayback&) = delete;
    PulsePlayback& operator=(const PulsePlayback&) = delete;
    PulsePlayback(PulsePlayback&&) = delete;
    PulsePlayback& operator=(PulsePlayback&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "pulse"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override;
    [[nodiscard]] Result<AudioProducer*> start() override;
    void stop() override;
    [[nodiscard]] std::size_t take_back(std::size_t from) override;
    [[nodiscard]] std::uint64_t underruns() const override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A source, in the same way.
class PulseCapture final : public AudioCapture {
  public:
    explicit PulseCapture(PulseSettings settings);
    ~PulseCapture() override;
    PulseCapture(const PulseCapture&) = delete;
    PulseCapture& operator=(const PulseCapture&) = delete;
    PulseCapture(PulseCapture&&) = delete;
    PulseCapture& operator=(PulseCapture&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "pulse"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override;
    [[nodiscard]] Result<AudioConsumer*> start() override;
    void stop() override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::audio
