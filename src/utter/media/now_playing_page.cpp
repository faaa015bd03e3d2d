#include "utter/media/now_playing_page.hpp"

#include <string_view>

namespace utter::media {
namespace {

constexpr std::string_view position_key = "media_position";

// A display may be on another machine, where a path of this one means nothing.
bool is_image_for_displays(std::string_view image) {
    return image.starts_with("http://") || image.starts_with("https://") ||
           image.starts_with("data:");
}

std::string_view state_of(const PlayerSnapshot& snapshot) {
    switch (snapshot.state) {
        case PlayerState::stopped:
            return "loading";  // active, and not yet heard
        case PlayerState::playing:
            return "playing";
        case PlayerState::paused:
            return "paused";
    }
    return "stopped";
}

}  // namespace

json::object now_playing_page(const PlayerSnapshot& snapshot) {
    json::object page{{"media_uri", snapshot.uri},
                      {"media_playback_state", state_of(snapshot)},
                      {"media_duration", snapshot.length.count()},
                      {position_key, snapshot.position.count()}};
    if (!snapshot.title.empty()) page["media_title"] = snapshot.title;
    if (!snapshot.artist.empty()) page["media_artist"] = snapshot.artist;
    if (is_image_for_displays(snapshot.image)) page["media_image"] = snapshot.image;
    return page;
}

json::object page_changes(const json::object& before, const json::object& after) {
    json::object changes;
    for (const auto& [key, value] : after) {
        const auto* was = before.if_contains(key);
        if (key != position_key && (was == nullptr || *was != value)) changes[key] = value;
    }
    for (const auto& [key, value] : before) {
        if (!after.contains(key)) changes[key] = nullptr;
    }
    if (!changes.empty()) changes[position_key] = after.at(position_key);
    return changes;
}

}  // namespace utter::media
