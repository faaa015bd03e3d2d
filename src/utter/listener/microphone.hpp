#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "utter/audio/audio_capture.hpp"
#include "utter/audio/echo_loss.hpp"
#include "utter/audio/played_sound.hpp"
#include "utter/audio/stream_resampler.hpp"
#include "utter/core/result.hpp"
#include "utter/listener/ear.hpp"
#include "utter/speech/wake_word.hpp"

namespace utter::listener {

/// Whoever listens for commands on behalf of a Listener; a LiveMicrophone, or in tests something
/// that does as it is told. All functions may be called from any thread and do not block.
class Microphone {
  public:
    Microphone() = default;
    virtual ~Microphone() = default;
    Microphone(const Microphone&) = delete;
    Microphone& operator=(const Microphone&) = delete;
    Microphone(Microphone&&) = delete;
    Microphone& operator=(Microphone&&) = delete;

    /// As the functions of Ear.
    virtual void listen() = 0;
    virtual void follow_up(std::chrono::milliseconds window) = 0;
    virtual void cancel() = 0;
    virtual void set_answering(bool answering) = 0;
    virtual void set_asleep(bool asleep) = 0;
};

/// How much of what is played is taken out of the cleaned sound, and of the linear filter's.
struct EchoLosses {
    audio::EchoLoss cleaned;
    audio::EchoLoss linear;
};

/// What a LiveMicrophone hears with.
struct MicrophoneParts {
    std::unique_ptr<audio::AudioCapture> device;
    /// Makes a wake word; asked for each of Ear::WakeWords on the thread, as loading a model takes
    /// its time. Null: nothing is to wake it.
    std::function<Result<std::unique_ptr<speech::WakeWord>>()> open_wake_word;
    /// Makes the stop words, likewise. While what is played is known, another one of either listens
    /// to that. Null: an answer is not to be stopped so.
    std::function<Result<std::unique_ptr<speech::WakeWord>>()> open_stop_word;
    bool echo_cancelled = true;  ///< whether `clean` takes anything of what is played out
    /// Cleans the next 10 ms at Ear::sample_rate_hz in place, out of which what is played at the
    /// same time has to go. @param linear gets them with only a linear filter's work done.
    /// @return whether somebody speaks in it.
    std::function<bool(
        std::span<float> heard, std::span<const float> played, std::span<float> linear)>
        clean;
    /// What is played, at Ear::sample_rate_hz; null: nobody knows.
    std::shared_ptr<audio::PlayedSound> reference;
    std::shared_ptr<EchoLosses> losses = nullptr;  ///< told how much is taken out; may be null
};

/// An ear on a device, on a thread of its own. A device that cannot be had is asked for again; one
/// that has ended (a file) is followed by silence until the last command is over. One that gives
/// nothing for silent_max, as it was unplugged, ends the command that is being heard as cancelled;
/// it is heard again when it comes back. Without a wake
/// word that was wanted it still listens when asked to, and the log says so.
class LiveMicrophone final : public Microphone {
  public:
    /// @param events called on the thread
    LiveMicrophone(MicrophoneParts parts, EarSettings settings, EarEvents events);
    /// Ends listening; a command that is being heard ends as cancelled.
    ~LiveMicrophone() override;
    LiveMicrophone(const LiveMicrophone&) = delete;
    LiveMicrophone& operator=(const LiveMicrophone&) = delete;
    LiveMicrophone(LiveMicrophone&&) = delete;
    LiveMicrophone& operator=(LiveMicrophone&&) = delete;

    void listen() override;
    void follow_up(std::chrono::milliseconds window) override;
    void cancel() override;
    void set_answering(bool answering) override;
    void set_asleep(bool asleep) override;

    static constexpr std::chrono::milliseconds retry_time{2'000};
    static constexpr std::chrono::milliseconds silent_max{2'000};

  private:
    void post(std::function<void(Ear&)> command);
    void run(const std::stop_token& stopping);
    /// Runs what was asked for, after waiting for it for `patience`. @return whether to go on.
    bool take_commands(Ear& ear,
                       const std::stop_token& stopping,
                       std::chrono::milliseconds patience);
    void open_wake_words();
    [[nodiscard]] audio::AudioConsumer* open(Ear& ear, const std::stop_token& stopping);
    void hear_waiting(Ear& ear);
    /// Whether what is played during the next block is there, or is not waited for any longer.
    [[nodiscard]] bool knows_what_is_played();
    void give_up_if_silent(Ear& ear, std::chrono::steady_clock::time_point heard_at);
    void hear_block(Ear& ear, std::span<float> block);

    MicrophoneParts parts_;
    EarSettings settings_;
    EarEvents events_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<std::function<void(Ear&)>> commands_;  // guarded by mutex_

    // The thread's own.
    std::unique_ptr<speech::WakeWord> wake_word_;
    std::unique_ptr<speech::WakeWord> linear_wake_word_;
    std::unique_ptr<speech::WakeWord> own_wake_word_;
    std::unique_ptr<speech::WakeWord> stop_word_;
    std::unique_ptr<speech::WakeWord> own_stop_word_;
    std::unique_ptr<audio::StreamResampler> resampler_;
    std::vector<float> taken_;    // from the device
    std::vector<float> waiting_;  // at the ear's rate, not heard yet
    std::vector<float> played_;
    std::vector<float> linear_;
    std::vector<float> heard_;  // a block, before it is cleaned
    std::optional<std::chrono::steady_clock::time_point> waits_since_;  // for what is played

    std::jthread thread_;  // last: begins with everything made, ends before it
};

}  // namespace utter::listener
