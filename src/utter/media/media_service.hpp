#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/message.hpp"
#include "utter/core/result.hpp"
#include "utter/media/liked_songs.hpp"
#include "utter/media/music_library.hpp"
#include "utter/media/now_playing_page.hpp"
#include "utter/media/player_backend.hpp"
#include "utter/media/player_export.hpp"
#include "utter/media/virtual_player.hpp"

namespace utter::media {

struct MediaSettings {
    std::vector<std::string> sessions{"default"};  ///< whose media play here
    std::filesystem::path likes;                   ///< as LikedSongs' `file`
    std::vector<std::filesystem::path> folders;    ///< of music; empty: nobody here searches
    bool on_displays = false;  ///< show what plays to the display hub (OVOS-GUI-1)
    PlayerRules rules;
};

/// What the service stands on; all outlives it.
struct MediaRuntime {
    bus::Bus& bus;
    Executor& executor;  ///< everything runs here
    std::function<Result<std::unique_ptr<PlayerBackend>>(BackendEvents)> open_backend;
    /// Shows the device's own player to the desktop; asked once, with the first playback request.
    /// Null, or a null result: it is not shown.
    std::function<std::unique_ptr<PlayerExport>(ExportControl)> open_export;
    PlayQueue::RandomIndex random_index;
};

/// Under this id the player takes part in the rounds of OVOS-STOP-1.
inline constexpr std::string_view media_id = "media";

/// The media players of this machine's sessions, one each, on the bus. Requests of other sessions
/// are not for us; questions are answered for everybody. Spec: OVOS-OCP-1.
class MediaService {
  public:
    MediaService(MediaRuntime runtime, MediaSettings settings);
    ~MediaService();
    MediaService(const MediaService&) = delete;
    MediaService& operator=(const MediaService&) = delete;
    MediaService(MediaService&&) = delete;
    MediaService& operator=(MediaService&&) = delete;

    void start();

    static constexpr std::size_t skills_max = 1'000;  ///< announced; further ones are not noted

  private:
    using Control = std::function<void(VirtualPlayer&, const Message&)>;

    void subscribe(std::string topic, bus::Bus::Handler handler);
    void on_control(std::string topic, Control control);
    void on_query(std::string topic, std::function<json::object(const Message&)> answer);
    void on_announce(const Message& message);
    void on_search(const Message& message);
    void on_stop_ping(const Message& ping);
    void like(VirtualPlayer& player, const Message& request);
    void unlike(VirtualPlayer& player, const Message& request);
    void show(bool moved);
    void show_page(const std::string& session_id);
    /// The session's player; null when the session is not ours.
    [[nodiscard]] VirtualPlayer* player_of(const Message& message);
    [[nodiscard]] const VirtualPlayer* existing_player_of(const Message& message) const;

    MediaRuntime runtime_;
    MediaSettings settings_;
    LikedSongs likes_;
    MusicLibrary library_;
    std::map<std::string, bool, std::less<>> can_seek_;  // by announced skill
    std::map<std::string, json::object> shown_;          // by session: what its display has
    bool export_asked_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // what comes late asks it
    std::map<std::string, std::unique_ptr<VirtualPlayer>, std::less<>> players_;  // by session
    std::unique_ptr<PlayerExport> export_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::media
