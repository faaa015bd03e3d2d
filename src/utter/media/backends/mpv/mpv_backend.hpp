#pragma once

#include <memory>
#include <string>

#include "utter/core/result.hpp"
#include "utter/media/player_backend.hpp"

namespace utter::media {

struct MpvSettings {
    std::string output;  ///< mpv's audio outputs, as "pulse" or "pipewire,alsa"; empty: its choice
    std::string device;  ///< as mpv's audio-device, as "pulse/name"; empty: the default
};

/// Plays sound with libmpv: files and streams of whatever FFmpeg knows. Reads none of the user's
/// mpv configuration, runs no scripts and shows no pictures. A playlist file is one track. Has a
/// thread of its own, besides those of mpv.
class MpvBackend final : public PlayerBackend {
  public:
    /// @return unavailable when mpv cannot be set up.
    [[nodiscard]] static Result<std::unique_ptr<PlayerBackend>> open(const MpvSettings& settings,
                                                                     BackendEvents events);
    ~MpvBackend() override;
    MpvBackend(const MpvBackend&) = delete;
    MpvBackend& operator=(const MpvBackend&) = delete;
    MpvBackend(MpvBackend&&) = delete;
    MpvBackend& operator=(MpvBackend&&) = delete;

    void load(TrackId track, const std::string& uri) override;
    void pause(bool paused) override;
    void stop() override;
    void seek_to(std::chrono::milliseconds position) override;
    void seek_by(std::chrono::milliseconds offset) override;
    void set_volume(int percent) override;
    [[nodiscard]] std::chrono::milliseconds position() const override;

  private:
    class Core;
    explicit MpvBackend(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace utter::media
