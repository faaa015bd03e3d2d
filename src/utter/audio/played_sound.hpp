#pragma once

#include <cstddef>
#include <span>

namespace utter::audio {

/// Port: what is played near a microphone, in step with what it hears. All on the hearing thread.
class PlayedSound {
  public:
    PlayedSound() = default;
    virtual ~PlayedSound() = default;
    PlayedSound(const PlayedSound&) = delete;
    PlayedSound& operator=(const PlayedSound&) = delete;
    PlayedSound(PlayedSound&&) = delete;
    PlayedSound& operator=(PlayedSound&&) = delete;

    /// Whether read() would give all of the next samples as they were played. Who reads all the
    /// same gets silence for what has not come.
    [[nodiscard]] virtual bool ready(std::size_t samples) = 0;

    /// The next samples, silence where nothing is played.
    virtual void read(std::span<float> block) = 0;
};

}  // namespace utter::audio
