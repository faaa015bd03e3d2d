#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/media/states.hpp"

namespace utter::media {

/// One thing that can be played, with whatever its provider says of it. Spec: OVOS-OCP-1 4.5.
class MediaEntry {
  public:
    /// @param object keeps all its fields but `status`, which is reserved and ignored
    explicit MediaEntry(json::object object);

    [[nodiscard]] std::string_view uri() const noexcept { return text("uri"); }
    [[nodiscard]] std::string_view title() const noexcept { return text("title"); }
    [[nodiscard]] std::string_view artist() const noexcept { return text("artist"); }
    [[nodiscard]] std::string_view image() const noexcept { return text("image"); }
    [[nodiscard]] std::string_view skill_id() const noexcept { return text("skill_id"); }
    [[nodiscard]] PlaybackType type() const noexcept {
        return playback_type(object_.if_contains("playback"));
    }
    /// The classification of its content; 0, generic, when it has none.
    [[nodiscard]] int media_type() const;
    /// How long it is; nothing when that is unknown, or it is live.
    [[nodiscard]] std::optional<std::chrono::milliseconds> length() const;

    /// As it travels.
    [[nodiscard]] const json::object& object() const& noexcept { return object_; }
    const json::object& object() && = delete;

  private:
    [[nodiscard]] std::string_view text(std::string_view key) const noexcept {
        return string_or_empty(object_, key);
    }

    json::object object_;
};

/// What a playback request asks for. Spec: OVOS-OCP-1 section 4.2.1.
struct PlayRequest {
    std::vector<MediaEntry> queue;  ///< the leaves, depth first; never empty
    std::size_t position = 0;       ///< of what to play now
    json::array candidates;         ///< what it was chosen from, nesting kept
    bool repeat = false;
};

inline constexpr std::size_t nesting_max = 8;     ///< playlists in playlists; deeper is refused
inline constexpr std::size_t queue_max = 10'000;  ///< entries of a queue; more are refused

/// Reads the data of `ovos.common_play.play`. @return malformed naming the field: `media` has
/// neither `uri` nor anything to play in its `playlist`, or is not in the request's `playlist`;
/// limit beyond nesting_max or queue_max.
[[nodiscard]] Result<PlayRequest> read_play_request(const json::object& data);

/// The entries sorted as candidates are shown: by falling `match_confidence`, those without one
/// last. Spec: OVOS-OCP-1 section 4.4.2.
[[nodiscard]] json::array by_confidence(json::array entries);

}  // namespace utter::media
