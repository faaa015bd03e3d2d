#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace utter::audio {

/// How long after it was played a sound is heard again, to a sample: where what was heard is most
/// like what was played before. A sound server's delay differs from one answer to the next, and a
/// filter that has learnt the room would have to learn it anew each time. One thread.
class EchoDelay {
  public:
    explicit EchoDelay(std::uint32_t sample_rate_hz);

    /// The next 10 ms of both.
    void feed(std::span<const float> heard, std::span<const float> played);

    /// As it was found last; nothing until there was an echo.
    [[nodiscard]] std::optional<std::size_t> samples() const noexcept { return believed_; }

    static constexpr std::size_t delay_max_ms = 400;

  private:
    void look();

    std::size_t second_samples_;
    std::vector<float> heard_;   // differences from one sample to the next, as voices are steep;
    std::vector<float> played_;  // the newest window, and of what was played also delay_max before
    float last_heard_ = 0;
    float last_played_ = 0;
    std::size_t since_look_ = 0;
    std::optional<std::size_t> seen_;  // in the last look
    std::optional<std::size_t> believed_;
};

}  // namespace utter::audio
