#include "utter/media/states.hpp"

#include <boost/json/value_to.hpp>

namespace utter::media {
namespace {

std::string_view name_of(MediaState state) {
    switch (state) {
        case MediaState::no_media:
            return "NO_MEDIA";
        case MediaState::loading:
            return "LOADING";
        case MediaState::loaded:
            return "LOADED";
        case MediaState::buffering:
            return "BUFFERING";
        case MediaState::end_of_media:
            return "END_OF_MEDIA";
        case MediaState::invalid_media:
            return "INVALID_MEDIA";
    }
    return "NO_MEDIA";
}

// The last digit of a track state of today's OVOS: 2x playing, 3x queued.
int digit_of(PlaybackType type) {
    switch (type) {
        case PlaybackType::skill:
            return 0;
        case PlaybackType::audio:
            return 1;
        case PlaybackType::video:
            return 2;
        case PlaybackType::external:
        case PlaybackType::web_view:
            return 4;
    }
    return 1;
}

}  // namespace

PlaybackType playback_type(const json::value* number) noexcept {
    if (number == nullptr || !number->is_number()) return PlaybackType::audio;
    boost::system::error_code error;
    const auto value = number->to_number<int>(error);
    if (error) return PlaybackType::audio;
    for (const auto type : {PlaybackType::skill,
                            PlaybackType::video,
                            PlaybackType::external,
                            PlaybackType::web_view}) {
        if (value == static_cast<int>(type)) return type;
    }
    return PlaybackType::audio;
}

json::value to_wire(MediaState state, bool as_number) {
    if (as_number) return static_cast<int>(state);
    return json::value(name_of(state));
}

json::value to_wire(TrackState state, PlaybackType type, bool as_number) {
    if (as_number) return (state == TrackState::playing ? 20 : 30) + digit_of(type);
    return json::value(state == TrackState::playing ? "playing" : "queued");
}

std::optional<double> number_under(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

}  // namespace utter::media
