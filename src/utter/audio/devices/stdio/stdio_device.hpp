#pragma once

#include <cstdint>
#include <vector>

#include "utter/audio/paced_device.hpp"

/// A pipe as a sound device, so that any program can be the hardware: signed 16-bit samples in the
/// machine's byte order, mono, without a header.
namespace utter::audio {

/// Plays to a file descriptor, standard output as a rule, which stays the caller's. A reader that
/// does not read holds the sound up; one that has gone ends it (SIGPIPE must be ignored).
class StdoutPlayback final : public PacedPlayback {
  public:
    explicit StdoutPlayback(int descriptor, std::uint32_t sample_rate_hz = 48'000)
        : PacedPlayback(sample_rate_hz), descriptor_(descriptor) {}
    ~StdoutPlayback() override { stop(); }
    StdoutPlayback(const StdoutPlayback&) = delete;
    StdoutPlayback& operator=(const StdoutPlayback&) = delete;
    StdoutPlayback(StdoutPlayback&&) = delete;
    StdoutPlayback& operator=(StdoutPlayback&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "stdout"; }

  protected:
    bool put(std::span<const float> block) override;
    void close() override { pending_.clear(); }

  private:
    int descriptor_;
    std::vector<std::int16_t> pending_;
};

/// Records from a file descriptor, standard input as a rule; has ended at its end.
class StdinCapture final : public PacedCapture {
  public:
    explicit StdinCapture(int descriptor, std::uint32_t sample_rate_hz = 16'000)
        : PacedCapture(sample_rate_hz), descriptor_(descriptor) {}
    ~StdinCapture() override { stop(); }
    StdinCapture(const StdinCapture&) = delete;
    StdinCapture& operator=(const StdinCapture&) = delete;
    StdinCapture(StdinCapture&&) = delete;
    StdinCapture& operator=(StdinCapture&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "stdin"; }

  protected:
    std::optional<std::size_t> get(std::span<float> block) override;

  private:
    int descriptor_;
    std::vector<char> bytes_;  // read, of which the last may be half a sample
};

}  // namespace utter::audio
