#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "utter/core/json.hpp"

/// What a media player can be in, and how that is written on the bus. Spec: OVOS-OCP-1 section 3.
/// The specification numbers PlayerState alone; the other enumerators have the numbers that
/// players of today's OVOS use.
namespace utter::media {

enum class PlayerState : std::uint8_t { stopped = 0, playing = 1, paused = 2 };

enum class MediaState : std::uint8_t {
    no_media = 1,
    loading = 2,
    loaded = 3,
    buffering = 5,
    end_of_media = 7,
    invalid_media = 8,
};

enum class LoopState : std::uint8_t { none = 0, repeat = 1, repeat_track = 2 };

/// Of a track: waiting for its backend, or confirmed by it.
enum class TrackState : std::uint8_t { queued, playing };

/// Who makes the sound or picture.
enum class PlaybackType : std::uint8_t {
    skill = 0,  ///< the skill that offered it
    video = 1,
    audio = 2,
    external = 4,  ///< another player of the desktop
    web_view = 5,
};

/// The type a media entry's `playback` names; audio when it names none of them.
[[nodiscard]] PlaybackType playback_type(const json::value* number) noexcept;

/// As `state` of a report: the name, as the specification has it until there are numbers; with
/// `as_number` the number of today's OVOS.
[[nodiscard]] json::value to_wire(MediaState state, bool as_number);
[[nodiscard]] json::value to_wire(TrackState state, PlaybackType type, bool as_number);

/// The number under `key`; nothing when there is none.
[[nodiscard]] std::optional<double> number_under(const json::object& object, std::string_view key);

}  // namespace utter::media
