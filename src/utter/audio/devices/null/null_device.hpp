#pragma once

#include <algorithm>

#include "utter/audio/paced_device.hpp"

namespace utter::audio {

/// A loudspeaker that nobody hears.
class NullPlayback final : public PacedPlayback {
  public:
    explicit NullPlayback(std::uint32_t sample_rate_hz = 48'000) : PacedPlayback(sample_rate_hz) {}
    ~NullPlayback() override { stop(); }
    NullPlayback(const NullPlayback&) = delete;
    NullPlayback& operator=(const NullPlayback&) = delete;
    NullPlayback(NullPlayback&&) = delete;
    NullPlayback& operator=(NullPlayback&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "null"; }

  protected:
    bool put(std::span<const float> /*block*/) override { return true; }
};

/// A microphone in a silent room.
class NullCapture final : public PacedCapture {
  public:
    explicit NullCapture(std::uint32_t sample_rate_hz = 16'000) : PacedCapture(sample_rate_hz) {}
    ~NullCapture() override { stop(); }
    NullCapture(const NullCapture&) = delete;
    NullCapture& operator=(const NullCapture&) = delete;
    NullCapture(NullCapture&&) = delete;
    NullCapture& operator=(NullCapture&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "null"; }

  protected:
    std::optional<std::size_t> get(std::span<float> block) override {
        std::ranges::fill(block, 0.0F);
        return block.size();
    }
};

}  // namespace utter::audio
