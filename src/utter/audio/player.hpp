#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/audio/audio_playback.hpp"
#include "utter/audio/playback_mixer.hpp"
#include "utter/audio/stream_resampler.hpp"

namespace utter::audio {

/// How a queued sound ended.
struct SoundEnd {
    SoundId id;
    bool whole;                       ///< heard to its last sample
    std::chrono::milliseconds heard;  ///< how much of it left the loudspeaker
};

/// What a Player tells; called on its own thread.
struct PlayerEvents {
    std::function<void(SoundId)> began;          ///< its first sample has gone to the device
    std::function<void(const SoundEnd&)> ended;  ///< once for each queued sound
    /// What will be heard within told_ahead, at most 10 ms of it; silence between sounds is not
    /// told.
    std::function<void(std::span<const float> block, std::uint32_t sample_rate_hz)> played = {};
};

/// Whatever plays sounds for a part; a Player, or in tests something that only notes them. All
/// functions may be called from any thread and do not block.
class SoundOutput {
  public:
    SoundOutput() = default;
    virtual ~SoundOutput() = default;
    SoundOutput(const SoundOutput&) = delete;
    SoundOutput& operator=(const SoundOutput&) = delete;
    SoundOutput(SoundOutput&&) = delete;
    SoundOutput& operator=(SoundOutput&&) = delete;

    /// Plays a sound once those before it are over. An empty one begins and ends all the same.
    /// @param more whether it is only the first piece, and others follow by go_on()
    virtual void play(SoundId id, AudioBuffer sound, bool more) = 0;
    /// The next piece of a sound, of the same sample rate. Until it comes there is silence; of a
    /// sound that has ended it is dropped. @param more whether yet others follow
    virtual void go_on(SoundId id, AudioBuffer piece, bool more) = 0;
    /// Plays a sound at once, over whatever else there is, and tells nothing of it.
    virtual void play_over(AudioBuffer sound) = 0;
    /// Ends these sounds now, whether they have begun or not. Sounds over them go on.
    virtual void stop(const std::vector<SoundId>& ids) = 0;
    /// Lowers the queued sounds, or brings them back.
    virtual void duck(bool ducked) = 0;
    /// Takes the device now, for a sound that will follow.
    virtual void prepare() = 0;
};

/// Plays sounds on a device, one after the other, and others over them. A thread mixes 10 ms at a
/// time, only a little ahead of the device; stop() takes back what is not heard yet, from where
/// the first sound that it ends begins. Others that were taken back with it are mixed again.
///
/// The device is taken with the first sound and given back after idle_time without one. One that
/// takes nothing for stall_max has everything queued for it ended as not heard.
///
/// A sound that comes in pieces is heard from its first one on. When the next is late the device
/// gets nothing, so that what was heard stays counted right.
///
/// Sounds of another sample rate are resampled by the caller's thread.
class Player final : public SoundOutput {
  public:
    /// @param device outlives the player
    Player(AudioPlayback& device, PlayerEvents events);
    /// Ends the sound at once; nothing more is told.
    ~Player() override;
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;
    Player(Player&&) = delete;
    Player& operator=(Player&&) = delete;

    void play(SoundId id, AudioBuffer sound, bool more = false) override;
    void go_on(SoundId id, AudioBuffer piece, bool more) override;
    void play_over(AudioBuffer sound) override;
    void stop(const std::vector<SoundId>& ids) override;
    void duck(bool ducked) override;
    void prepare() override;

    static constexpr std::chrono::milliseconds lead{60};
    static constexpr std::chrono::milliseconds told_ahead{60};
    static constexpr std::chrono::milliseconds idle_time{5'000};
    static constexpr std::chrono::milliseconds stall_max{2'000};

  private:
    using Command = std::function<void()>;  // runs on the thread
    using Time = std::chrono::steady_clock::time_point;
    struct Begun {
        SoundId id;
        std::size_t at;  // index in the device's stream
    };
    struct Mixed {
        std::size_t at;  // index in the device's stream
        std::vector<float> block;
    };
    struct Due {
        PlaybackMixer::Mark mark;
        std::size_t at;         // index in the device's stream
        Time heard_at = never;  // once the device has taken it
        static constexpr auto never = Time::max();
    };

    [[nodiscard]] AudioBuffer at_device_rate(AudioBuffer sound) const;
    [[nodiscard]] AudioBuffer piece_at_device_rate(SoundId id, AudioBuffer piece, bool more);
    void post(Command command);
    void run(const std::stop_token& stopping);
    /// Runs what was asked for, after waiting for it until `until`. @return whether to go on.
    bool take_commands(const std::stop_token& stopping, Time until);
    bool open();
    void fill_up();
    void mix_block(std::size_t at);
    void tell_played(bool all);
    void tell(Time now);
    void cut(const std::vector<SoundId>& ids);
    void take_back(std::size_t from);
    void give_up(std::string_view reason);
    [[nodiscard]] std::chrono::milliseconds duration(std::size_t samples) const;
    [[nodiscard]] std::chrono::milliseconds heard_since(std::size_t at) const;

    AudioPlayback& device_;
    PlayerEvents events_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<Command> commands_;                                   // guarded by mutex_
    std::map<SoundId, std::unique_ptr<StreamResampler>> resamplers_;  // of pieces; the same

    // The thread's own.
    PlaybackMixer mixer_;
    AudioProducer* producer_ = nullptr;  // while the device is taken
    std::size_t lead_samples_;
    std::vector<float> block_;
    std::vector<PlaybackMixer::Mark> marks_;
    std::vector<SoundId> waiting_;  // queued and not begun
    std::vector<Begun> begun_;      // and not ended
    std::deque<Due> due_;
    std::deque<Mixed> untold_;  // for events_.played
    std::size_t last_consumed_ = 0;
    Time last_progress_;

    std::jthread thread_;  // last: begins with everything made, ends before it
};

}  // namespace utter::audio
