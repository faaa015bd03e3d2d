#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "utter/core/json.hpp"
#include "utter/media/states.hpp"

namespace utter::media {

/// What others may know of a player at one moment.
struct PlayerSnapshot {
    PlayerState state = PlayerState::stopped;
    LoopState loop = LoopState::none;
    bool shuffle = false;
    std::size_t track = 0;  ///< counts the tracks that were begun
    std::string uri;        ///< empty: nothing is loaded
    std::string title;
    std::string artist;
    std::string image;
    std::chrono::milliseconds length{-1};   ///< -1: unknown, or live
    std::chrono::milliseconds position{0};  ///< when this was written
    bool can_play = false;
    bool can_pause = false;
    bool can_seek = false;
    bool can_go_next = false;
    bool can_go_previous = false;

    friend bool operator==(const PlayerSnapshot&, const PlayerSnapshot&) = default;
};

/// What others ask of it: a control request, by its topic without the prefix, and its data. May be
/// called from any thread.
using ExportControl = std::function<void(std::string verb, json::object data)>;

/// Port: shows the device's own player to the rest of the desktop. Spec: OVOS-OCP-1 section 6.1.
class PlayerExport {
  public:
    PlayerExport() = default;
    virtual ~PlayerExport() = default;
    PlayerExport(const PlayerExport&) = delete;
    PlayerExport& operator=(const PlayerExport&) = delete;
    PlayerExport(PlayerExport&&) = delete;
    PlayerExport& operator=(PlayerExport&&) = delete;

    /// The player has changed. @param moved it went to another place of the same track.
    virtual void update(const PlayerSnapshot& snapshot, bool moved) = 0;
};

}  // namespace utter::media
