#include "utter/media/exports/mpris/mpris_export.hpp"

#include <sdbus-c++/sdbus-c++.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"

namespace utter::media {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Metadata = std::map<std::string, sdbus::Variant>;

constexpr const char* root_interface = "org.mpris.MediaPlayer2";
constexpr const char* player_interface = "org.mpris.MediaPlayer2.Player";
constexpr const char* track_prefix = "/org/utter/track/";
constexpr const char* no_track = "/org/mpris/MediaPlayer2/TrackList/NoTrack";

std::string status_of(PlayerState state) {
    switch (state) {
        case PlayerState::stopped:
            return "Stopped";
        case PlayerState::playing:
            return "Playing";
        case PlayerState::paused:
            return "Paused";
    }
    return "Stopped";
}

std::string loop_of(LoopState loop) {
    switch (loop) {
        case LoopState::none:
            return "None";
        case LoopState::repeat:
            return "Playlist";
        case LoopState::repeat_track:
            return "Track";
    }
    return "None";
}

std::string track_id(const PlayerSnapshot& snapshot) {
    return snapshot.uri.empty() ? no_track : track_prefix + std::to_string(snapshot.track);
}

std::int64_t in_microseconds(milliseconds time) {
    return microseconds(time).count();
}

Metadata metadata_of(const PlayerSnapshot& snapshot) {
    Metadata out;
    out["mpris:trackid"] = sdbus::Variant(sdbus::ObjectPath(track_id(snapshot)));
    if (snapshot.uri.empty()) return out;
    out["xesam:url"] = sdbus::Variant(snapshot.uri);
    if (!snapshot.title.empty()) out["xesam:title"] = sdbus::Variant(snapshot.title);
    if (!snapshot.artist.empty()) {
        out["xesam:artist"] = sdbus::Variant(std::vector<std::string>{snapshot.artist});
    }
    if (!snapshot.image.empty()) out["mpris:artUrl"] = sdbus::Variant(snapshot.image);
    if (snapshot.length >= milliseconds(0)) {
        out["mpris:length"] = sdbus::Variant(in_microseconds(snapshot.length));
    }
    return out;
}

}  // namespace

struct MprisExport::Shown {
    using Time = std::chrono::steady_clock;

    explicit Shown(ExportControl wanted)
        : control(std::move(wanted)), connection(sdbus::createSessionBusConnection()) {
        object = sdbus::createObject(*connection, mpris_path);
        register_root();
        register_player();
        object->finishRegistration();
        try {
            connection->requestName(mpris_name);
        } catch (const sdbus::Error&) {  // a second assistant of the same desktop
            connection->requestName(std::string(mpris_name) + ".instance" +
                                    std::to_string(::getpid()));
        }
        connection->enterEventLoopAsync();
    }
    ~Shown() { connection->leaveEventLoop(); }
    Shown(const Shown&) = delete;
    Shown& operator=(const Shown&) = delete;
    Shown(Shown&&) = delete;
    Shown& operator=(Shown&&) = delete;

    // A property that is some value of the snapshot.
    template <class Value>
    void property(const char* interface, const char* name, Value (*value)(const PlayerSnapshot&)) {
        object->registerProperty(name).onInterface(interface).withGetter(
            [this, value] { return value(now()); });
    }

    void register_root() {
        const auto no = [](const PlayerSnapshot&) { return false; };
        for (const auto* name : {"CanQuit", "CanRaise", "HasTrackList"}) {
            property<bool>(root_interface, name, no);
        }
        property<std::string>(
            root_interface, "Identity", [](const PlayerSnapshot&) { return std::string("Utter"); });
        property<std::vector<std::string>>(
            root_interface, "SupportedUriSchemes", [](const PlayerSnapshot&) {
                return std::vector<std::string>{};
            });
        property<std::vector<std::string>>(
            root_interface, "SupportedMimeTypes", [](const PlayerSnapshot&) {
                return std::vector<std::string>{};
            });
        // There is nothing to raise or to quit, as the properties say.
        object->registerMethod("Raise").onInterface(root_interface).implementedAs([] {});
        object->registerMethod("Quit").onInterface(root_interface).implementedAs([] {});
    }

    void on_method(const char* name, std::string verb) {
        object->registerMethod(name)
            .onInterface(player_interface)
            .implementedAs([this, verb = std::move(verb)] { control(verb, {}); });
    }

    void register_player() {
        on_method("Next", "next");
        on_method("Previous", "previous");
        on_method("Pause", "pause");
        on_method("Play", "resume");
        on_method("Stop", "stop");
        object->registerMethod("PlayPause").onInterface(player_interface).implementedAs([this] {
            control(now().state == PlayerState::playing ? "pause" : "resume", {});
        });
        object->registerMethod("Seek")
            .onInterface(player_interface)
            .withInputParamNames("Offset")
            .implementedAs([this](std::int64_t offset) {
                control("seek", {{"seconds", static_cast<double>(offset) / 1e6}});
            });
        object->registerMethod("SetPosition")
            .onInterface(player_interface)
            .withInputParamNames("TrackId", "Position")
            .implementedAs([this](const sdbus::ObjectPath& track, std::int64_t position) {
                // It may be about a track that is over by now.
                const auto snapshot = now();
                if (track != track_id(snapshot) || position < 0) return;
                control("seek", {{"seekValue", static_cast<double>(position) / 1e3}});
            });
        object->registerMethod("OpenUri")
            .onInterface(player_interface)
            .withInputParamNames("Uri")
            .implementedAs([this](const std::string& uri) {
                control("play", {{"media", json::object{{"uri", uri}}}});
            });
        object->registerSignal("Seeked")
            .onInterface(player_interface)
            .withParameters<std::int64_t>("Position");

        property<std::string>(player_interface, "PlaybackStatus", [](const PlayerSnapshot& each) {
            return status_of(each.state);
        });
        property<Metadata>(player_interface, "Metadata", &metadata_of);
        property<double>(player_interface, "Rate", [](const PlayerSnapshot&) { return 1.0; });
        property<double>(
            player_interface, "MinimumRate", [](const PlayerSnapshot&) { return 1.0; });
        property<double>(
            player_interface, "MaximumRate", [](const PlayerSnapshot&) { return 1.0; });
        property<double>(player_interface, "Volume", [](const PlayerSnapshot&) { return 1.0; });
        property<bool>(
            player_interface, "CanPlay", [](const PlayerSnapshot& each) { return each.can_play; });
        property<bool>(player_interface, "CanPause", [](const PlayerSnapshot& each) {
            return each.can_pause;
        });
        property<bool>(
            player_interface, "CanSeek", [](const PlayerSnapshot& each) { return each.can_seek; });
        property<bool>(player_interface, "CanGoNext", [](const PlayerSnapshot& each) {
            return each.can_go_next;
        });
        property<bool>(player_interface, "CanGoPrevious", [](const PlayerSnapshot& each) {
            return each.can_go_previous;
        });
        property<bool>(player_interface, "CanControl", [](const PlayerSnapshot&) { return true; });
        object->registerProperty("Position").onInterface(player_interface).withGetter([this] {
            return position();
        });
        object->registerProperty("LoopStatus")
            .onInterface(player_interface)
            .withGetter([this] { return loop_of(now().loop); })
            .withSetter([this](const std::string& wanted) {
                if (wanted == "None") {
                    control("repeat.unset", {});
                } else if (wanted == "Track") {
                    control("repeat.set", {{"mode", "track"}});
                } else if (wanted == "Playlist") {
                    control("repeat.set", {{"mode", "queue"}});
                }
            });
        object->registerProperty("Shuffle")
            .onInterface(player_interface)
            .withGetter([this] { return now().shuffle; })
            .withSetter([this](const bool& wanted) {
                control(wanted ? "shuffle.set" : "shuffle.unset", {});
            });
    }

    [[nodiscard]] PlayerSnapshot now() {
        const std::lock_guard lock(mutex);
        return snapshot;
    }

    // The player is not asked: its place is known from when it last changed.
    [[nodiscard]] std::int64_t position() {
        const std::lock_guard lock(mutex);
        auto at = microseconds(snapshot.position);
        if (snapshot.state == PlayerState::playing) {
            at += std::chrono::duration_cast<microseconds>(Time::now() - taken);
        }
        if (snapshot.length >= milliseconds(0)) at = std::min(at, microseconds(snapshot.length));
        return at.count();
    }

    const ExportControl control;
    std::mutex mutex;
    PlayerSnapshot snapshot;
    Time::time_point taken = Time::now();
    std::unique_ptr<sdbus::IConnection> connection;
    std::unique_ptr<sdbus::IObject> object;
};

Result<std::unique_ptr<PlayerExport>> MprisExport::open(ExportControl control) {
    try {
        return std::unique_ptr<PlayerExport>(
            new MprisExport(std::make_unique<Shown>(std::move(control))));
    } catch (const sdbus::Error& error) {
        return fail(ErrorCode::unavailable, "no D-Bus session bus: " + error.getMessage());
    }
}

MprisExport::MprisExport(std::unique_ptr<Shown> shown) : shown_(std::move(shown)) {}

MprisExport::~MprisExport() = default;

void MprisExport::update(const PlayerSnapshot& snapshot, bool moved) {
    {
        const std::lock_guard lock(shown_->mutex);
        auto unmoved = snapshot;
        unmoved.position = shown_->snapshot.position;
        const bool same = unmoved == shown_->snapshot;
        shown_->snapshot = snapshot;
        shown_->taken = Shown::Time::now();
        if (same && !moved) return;
    }
    try {
        if (moved) {
            shown_->object->emitSignal("Seeked")
                .onInterface(player_interface)
                .withArguments(in_microseconds(snapshot.position));
        }
        shown_->object->emitPropertiesChangedSignal(player_interface,
                                                    {"PlaybackStatus",
                                                     "LoopStatus",
                                                     "Shuffle",
                                                     "Metadata",
                                                     "CanPlay",
                                                     "CanPause",
                                                     "CanSeek",
                                                     "CanGoNext",
                                                     "CanGoPrevious"});
    } catch (const sdbus::Error& error) {  // the desktop's session has ended; the music has not
        log::debug("mpris.not_told", {{"reason", error.getMessage()}});
    }
}

}  // namespace utter::media
