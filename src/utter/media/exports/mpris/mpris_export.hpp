#pragma once

#include <memory>
#include <string>

#include "utter/core/result.hpp"
#include "utter/media/player_export.hpp"

namespace utter::media {

/// The name on the session bus. Spec: OVOS-OCP-1 section 6.1.
inline constexpr const char* mpris_name = "org.mpris.MediaPlayer2.OCP";
inline constexpr const char* mpris_path = "/org/mpris/MediaPlayer2";

/// Shows the player as an MPRIS player on the D-Bus session bus, on a thread of its own, so that
/// the desktop's media keys and widgets control it. Another program that has the name makes it
/// take the name with this process's number behind it.
class MprisExport final : public PlayerExport {
  public:
    /// @return unavailable when there is no session bus.
    [[nodiscard]] static Result<std::unique_ptr<PlayerExport>> open(ExportControl control);
    ~MprisExport() override;
    MprisExport(const MprisExport&) = delete;
    MprisExport& operator=(const MprisExport&) = delete;
    MprisExport(MprisExport&&) = delete;
    MprisExport& operator=(MprisExport&&) = delete;

    void update(const PlayerSnapshot& snapshot, bool moved) override;

  private:
    struct Shown;
    explicit MprisExport(std::unique_ptr<Shown> shown);
    std::unique_ptr<Shown> shown_;
};

}  // namespace utter::media
