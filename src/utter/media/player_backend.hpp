#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace utter::media {

/// One loading of one track, so that what is said of an earlier one is not taken for it.
using TrackId = std::uint64_t;

/// What a backend knows of a track once it has opened it.
struct TrackFacts {
    std::optional<std::chrono::milliseconds> length;  ///< nothing: unknown, or live
    bool can_seek = false;
    std::string title;   ///< as the file or stream has it; may be empty
    std::string artist;  ///< the same
};

/// What a backend reports; each may come from any thread, none after the backend's destruction.
struct BackendEvents {
    std::function<void(TrackId, TrackFacts)> loaded;  ///< opened; also when a fact changes
    std::function<void(TrackId)> ready;               ///< its sound is, or could be, heard
    std::function<void(TrackId)> buffering;           ///< waits for its source; `ready` follows
    std::function<void(TrackId)> ended;  ///< played to its end; a short one perhaps without `ready`
    std::function<void(TrackId, std::string)> failed;  ///< cannot be opened, or broke off: why
    std::function<void(std::string)> died;             ///< of no further use: why
};

/// Port: plays one track at a time. Calls come from one thread and do not wait for the sound.
class PlayerBackend {
  public:
    PlayerBackend() = default;
    virtual ~PlayerBackend() = default;
    PlayerBackend(const PlayerBackend&) = delete;
    PlayerBackend& operator=(const PlayerBackend&) = delete;
    PlayerBackend(PlayerBackend&&) = delete;
    PlayerBackend& operator=(PlayerBackend&&) = delete;

    /// Plays this instead of what is on, from its beginning.
    virtual void load(TrackId track, const std::string& uri) = 0;
    virtual void pause(bool paused) = 0;
    virtual void stop() = 0;
    virtual void seek_to(std::chrono::milliseconds position) = 0;
    /// Moves from where it is when the request is carried out; two in a row add up.
    virtual void seek_by(std::chrono::milliseconds offset) = 0;
    /// @param percent 0 .. 100 of full volume
    virtual void set_volume(int percent) = 0;
    [[nodiscard]] virtual std::chrono::milliseconds position() const = 0;
};

}  // namespace utter::media
