#pragma once

#include <chrono>
#include <cstdint>

namespace utter::speech {

/// When a command begins and ends.
struct EndpointSettings {
    std::chrono::milliseconds wait{6'000};      ///< for a voice, once it listens
    std::chrono::milliseconds pause{700};       ///< of silence that ends a command
    std::chrono::milliseconds longest{15'000};  ///< a command, from its first voice
};

/// Finds the beginning and the end of a command from who speaks when, 10 ms at a time. One thread.
class Endpointer {
  public:
    enum class State : std::uint8_t {
        waiting,   ///< nobody has spoken yet
        speaking,  ///< a command goes on
        no_voice,  ///< over: nobody spoke
        finished,  ///< over: somebody spoke and stopped
        too_long,  ///< over: somebody did not stop
    };

    explicit Endpointer(EndpointSettings settings) : settings_(settings) {}

    /// @param voice whether somebody speaks in the next 10 ms
    State next(bool voice);

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] bool over() const noexcept { return state_ > State::speaking; }
    /// How much voice there was, pauses left out.
    [[nodiscard]] std::chrono::milliseconds voice() const noexcept { return voice_; }

    static constexpr std::chrono::milliseconds block{10};
    /// Voice that begins a command; a click or the end of a wake word has less.
    static constexpr std::chrono::milliseconds onset{120};
    /// Silence that makes an onset begin anew.
    static constexpr std::chrono::milliseconds onset_gap{200};

  private:
    EndpointSettings settings_;
    State state_ = State::waiting;
    std::chrono::milliseconds elapsed_{0};  // of waiting, then of the command
    std::chrono::milliseconds voice_{0};
    std::chrono::milliseconds silence_{0};  // since the last voice
};

}  // namespace utter::speech
