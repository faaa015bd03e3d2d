#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "utter/audio/audio_buffer.hpp"

namespace utter::audio {

/// Names one sound of the queue; its owner gives it.
using SoundId = std::uint64_t;

/// Makes one stream out of sounds that follow each other without a gap and sounds that go over
/// them. All are at the stream's rate. One thread.
class PlaybackMixer {
  public:
    explicit PlaybackMixer(std::uint32_t sample_rate_hz) : sample_rate_hz_(sample_rate_hz) {}

    /// Where in a block a queued sound begins, or has just ended.
    struct Mark {
        SoundId id;
        std::size_t offset;  ///< 0 .. the block's size
        bool begins;
    };

    /// Plays a sound once those before it are over.
    /// @param more whether pieces of it follow by go_on()
    void queue(SoundId id, AudioBuffer sound, bool more = false) {
        queue_.push_back({id, std::move(sound.samples), more});
    }
    /// Brings the next piece of a queued sound; of one that is over or was removed it is dropped.
    void go_on(SoundId id, const AudioBuffer& piece, bool more);
    /// Plays a sound from the next block on, over whatever else there is.
    void over(AudioBuffer sound) {
        over_.push_back({0, std::move(sound.samples), false});
        ++over_left_;
    }

    /// Takes a sound out of the queue, begun or not; the next one follows at once. One that is over
    /// is not brought back any more.
    void remove(SoundId id);

    /// Lowers the queue's sounds, not those over them, or brings them back.
    void duck(bool ducked) noexcept { gain_target_ = ducked ? duck_gain : 1.0F; }

    /// What was mixed last will not be heard: goes back by up to `samples` of it, at most
    /// rewind_max. Sounds that were over are brought back too, and marked again.
    void rewind(std::size_t samples);
    /// All that was mixed is heard: sounds that are over need not be kept for rewind().
    void forget();
    /// How much of a sound of the queue is mixed; nothing of one that is over or unknown.
    [[nodiscard]] std::optional<std::size_t> position(SoundId id) const;

    /// Whether the queue's first sound goes on, but has not got `samples` yet. mix() then takes
    /// nothing of it.
    [[nodiscard]] bool starves(std::size_t samples) const noexcept {
        return !queue_.empty() && queue_.front().starves(samples);
    }
    /// Whether sounds over the queue are left to mix.
    [[nodiscard]] bool over_sounds() const noexcept { return over_left_ > 0; }

    /// Fills `block` with the mix, clipped to [-1, 1], and appends what happens in it to `marks`.
    void mix(std::span<float> block, std::vector<Mark>& marks);

    /// Whether nothing is left to mix.
    [[nodiscard]] bool idle() const noexcept { return queue_.empty() && over_left_ == 0; }

    static constexpr float duck_gain = 0.25F;          ///< -12 dB
    static constexpr std::size_t rewind_max = 48'000;  ///< samples
    /// Sounds over the queue at the same time; of more the oldest is cut.
    static constexpr std::size_t over_max = 16;

  private:
    struct Sound {
        SoundId id;
        std::vector<float> samples;
        bool more;  // to come
        std::size_t position = 0;

        [[nodiscard]] bool starves(std::size_t wanted) const noexcept {
            return more && samples.size() - position < wanted;
        }
    };

    struct Mixed {
        std::optional<SoundId> id;  // none: silence
        std::size_t samples;
    };

    void mix_queue(std::span<float> block, std::vector<Mark>& marks);
    void mix_over(std::span<float> block);
    void note(std::optional<SoundId> id, std::size_t samples);
    void bring_back(SoundId id, std::size_t samples);

    std::uint32_t sample_rate_hz_;
    std::deque<Sound> queue_;
    std::deque<Sound> past_;   // of the queue, over, and still in mixed_
    std::deque<Mixed> mixed_;  // of the queue, the last rewind_max samples
    std::size_t mixed_samples_ = 0;
    std::deque<Sound> over_;  // those that are over stay for as long as they may be rewound
    std::size_t over_left_ = 0;
    float gain_ = 1.0F;
    float gain_target_ = 1.0F;
};

}  // namespace utter::audio
