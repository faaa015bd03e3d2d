#pragma once

#include "utter/core/json.hpp"
#include "utter/media/player_export.hpp"

namespace utter::media {

/// What plays, as the data of the display template SYSTEM_media_player; what is not known is left
/// out. Spec: OVOS-GUI-1 section 3.4.
[[nodiscard]] json::object now_playing_page(const PlayerSnapshot& snapshot);

/// What has to be set to make `before` into `after`: null removes a key. The position alone is no
/// change: displays count on from where it was. Spec: OVOS-GUI-1 section 4.2.
[[nodiscard]] json::object page_changes(const json::object& before, const json::object& after);

}  // namespace utter::media
