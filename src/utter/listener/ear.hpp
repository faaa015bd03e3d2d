#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/speech/endpointer.hpp"
#include "utter/speech/wake_word.hpp"

namespace utter::listener {

using speech::Endpointer;
using speech::EndpointSettings;

/// What makes it listen for a command, besides being asked to.
enum class ListenMode : std::uint8_t {
    wake_word,     ///< the wake word
    continuous,    ///< any voice
    push_to_talk,  ///< nothing
};

struct EarSettings {
    ListenMode mode = ListenMode::wake_word;
    /// Sound kept from before a voice is noticed, so that no first syllable is lost.
    std::chrono::milliseconds pre_roll{400};
    EndpointSettings endpoint;
};

enum class Trigger : std::uint8_t { wake_word, voice, request };

/// The sound of one command.
struct Capture {
    audio::AudioBuffer sound;            ///< mono, 16 kHz
    std::chrono::milliseconds voice{0};  ///< how much of it somebody spoke
    Endpointer::State end = Endpointer::State::no_voice;
    bool cancelled = false;  ///< it was told to stop listening
};

/// What an ear tells, on the thread that calls it.
struct EarEvents {
    std::function<void(const std::string& phrase)> woke;     ///< before began
    std::function<void(const std::string& phrase)> stopped;  ///< a stop word, said over an answer
    std::function<void(Trigger)> began;
    std::function<void(Capture)> ended;  ///< once for each began
};

/// Finds the commands in an endless stream of clean sound. One thread.
class Ear {
  public:
    static constexpr std::uint32_t sample_rate_hz = 16'000;
    static constexpr std::size_t block_samples = 160;  ///< 10 ms

    /// What an ear listens for; each outlives it, and null is none.
    struct WakeWords {
        speech::WakeWord* cleaned = nullptr;  ///< in the sound as it is after echo cancellation
        /// In the sound that a linear filter has taken our own out of: all else takes much of a
        /// voice that speaks at the same time as we do.
        speech::WakeWord* linear = nullptr;
        speech::WakeWord* stop = nullptr;  ///< stop words, in the same sound
        /// Wake words and stop words in what we ourselves play: who finds them there has not been
        /// called.
        speech::WakeWord* own = nullptr;
        speech::WakeWord* own_stop = nullptr;
    };

    Ear(EarSettings settings, WakeWords wake_words, EarEvents events);

    /// One block as it is heard.
    struct Heard {
        std::span<const float> cleaned;  ///< 10 ms
        std::span<const float> linear;   ///< the same, as WakeWords::linear wants it
        std::span<const float> played;   ///< what we play meanwhile; empty: nobody knows
        bool voice = false;              ///< whether somebody speaks in it
    };
    void hear(const Heard& heard);
    void hear(std::span<const float> block, bool voice) { hear({block, block, {}, voice}); }

    /// Listens for a command now; nothing when it does already, or is asleep.
    void listen();
    /// From now on any voice within `window` is a command; 0: no longer.
    void follow_up(std::chrono::milliseconds window);
    /// Ends the command that it listens to, as cancelled.
    void cancel();
    /// While an answer is being spoken a stop word is heard without a wake word.
    void set_answering(bool answering);
    /// Asleep it hears nothing until it is woken.
    void set_asleep(bool asleep);

    [[nodiscard]] bool listening() const noexcept { return endpointer_.has_value(); }

  private:
    /// @param kept of the newest history, how much belongs to the command
    void begin(Trigger trigger, std::chrono::milliseconds kept);
    void end(bool cancelled);
    void remember(std::span<const float> block, bool voice);
    [[nodiscard]] bool waits_for_voice() const noexcept;
    void hear_ourselves(std::span<const float> played);
    [[nodiscard]] std::optional<speech::WakeWordHit> find_wake_word(const Heard& heard);
    void find_stop_word(std::span<const float> block);
    void reset_wake_words();

    EarSettings settings_;
    WakeWords wake_words_;
    EarEvents events_;
    bool asleep_ = false;
    bool answering_ = false;
    // Since we ourselves last said a wake word or a stop word, and anything at all.
    std::chrono::milliseconds since_own_{std::chrono::hours(1)};
    std::chrono::milliseconds since_own_stop_{std::chrono::hours(1)};
    std::chrono::milliseconds since_played_{std::chrono::hours(1)};
    std::chrono::milliseconds since_voice_{0};
    std::optional<Endpointer> endpointer_;  // while it listens
    std::vector<float> history_;            // the newest sound, oldest first
    std::vector<bool> voices_;              // who spoke in it, a block each
    std::vector<float> sound_;              // of the command
    std::size_t kept_samples_ = 0;          // of it, until somebody speaks
    std::chrono::milliseconds deaf_left_{0};
    std::chrono::milliseconds voice_run_{0};
    std::chrono::milliseconds silence_run_{0};
    std::chrono::milliseconds window_left_{0};
};

}  // namespace utter::listener
