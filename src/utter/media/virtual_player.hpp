#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/executor.hpp"
#include "utter/core/message.hpp"
#include "utter/core/result.hpp"
#include "utter/media/play_queue.hpp"
#include "utter/media/player_backend.hpp"
#include "utter/media/player_export.hpp"
#include "utter/media/states.hpp"

namespace utter::media {

/// What every topic of a player begins with.
inline constexpr std::string_view topic_prefix = "ovos.common_play.";

struct PlayerRules {
    int duck_volume = 30;                                       ///< 0 .. 100 percent, while ducked
    int volume = 100;                                           ///< 0 .. 100 percent, else
    bool numeric_states = false;                                ///< to_wire()'s `as_number`
    std::vector<std::string> schemes{"file", "http", "https"};  ///< that may be played
};

/// What a player stands on; all outlives it.
struct PlayerSurroundings {
    Executor& executor;  ///< everything runs here
    std::function<void(Message)> publish;
    /// Makes the backend, when there is first something to play.
    std::function<Result<std::unique_ptr<PlayerBackend>>(BackendEvents)> open_backend;
    /// Whether the skill said that it can move within what it renders.
    std::function<bool(std::string_view skill_id)> skill_can_seek;
    /// Something of snapshot() may have. @param moved as PlayerExport::update()
    std::function<void(bool moved)> changed;
    PlayQueue::RandomIndex random_index;
};

/// The one media player of one session: its queue, what is on, and what it is doing. The only
/// writer of its state, which it reports with each transition. Spec: OVOS-OCP-1 sections 2 to 4.
///
/// A request that finds nothing to act on does nothing. Each request is the cause of what it
/// brings about, and the reports derive from it; what happens by itself is reported under its
/// session alone.
class VirtualPlayer {
  public:
    VirtualPlayer(std::string session_id, PlayerSurroundings surroundings, PlayerRules rules);
    ~VirtualPlayer();
    VirtualPlayer(const VirtualPlayer&) = delete;
    VirtualPlayer& operator=(const VirtualPlayer&) = delete;
    VirtualPlayer(VirtualPlayer&&) = delete;
    VirtualPlayer& operator=(VirtualPlayer&&) = delete;

    void play(const Message& request);
    void pause(const Message& request);
    /// Also starts again what was stopped.
    void resume(const Message& request);
    void stop(const Message& request);
    void next(const Message& request);
    void previous(const Message& request);
    void seek(const Message& request);
    void shuffle(bool on);
    void repeat(LoopState loop);
    void duck(bool ducked);
    void cork(const Message& request);
    void uncork(const Message& request);

    [[nodiscard]] json::object status() const;
    [[nodiscard]] const json::array& candidates() const noexcept { return candidates_; }
    /// What is on, if anything is.
    [[nodiscard]] const MediaEntry* now_playing() const;
    /// The entry with this uri, in the queue or among the candidates.
    [[nodiscard]] std::optional<json::object> find(std::string_view uri) const;
    [[nodiscard]] PlayerSnapshot snapshot() const;
    [[nodiscard]] std::chrono::milliseconds position() const;
    [[nodiscard]] PlayerState state() const noexcept { return state_; }
    [[nodiscard]] LoopState loop() const noexcept { return loop_; }
    [[nodiscard]] bool shuffled() const noexcept { return queue_.shuffled(); }
    /// Whether something plays, is held, or is about to play.
    [[nodiscard]] bool active() const noexcept {
        return loading_ || state_ != PlayerState::stopped;
    }

  private:
    void caused_by(const Message& request);
    void happened_by_itself();
    void report(const char* topic, json::object data);
    void set_state(PlayerState state);
    void set_media(MediaState state);
    void confirm_track();
    void sounds();  // what was loaded

    void start_current();
    [[nodiscard]] Result<void> try_start();
    void go_on_after_failure(const std::string& reason);
    void finish(MediaState media);
    void silence();
    void hold(bool paused);
    [[nodiscard]] Result<PlayerBackend*> find_backend();
    [[nodiscard]] bool is_rendered_by_skill() const;
    void delegate(std::string_view verb, json::object data = {});
    void when_on_track(TrackId track, std::function<void()> work);
    [[nodiscard]] BackendEvents backend_events();
    [[nodiscard]] bool can_seek() const;

    std::string session_id_;
    PlayerSurroundings surroundings_;
    PlayerRules rules_;
    PlayQueue queue_;
    json::array candidates_;
    PlayerState state_ = PlayerState::stopped;
    MediaState media_ = MediaState::no_media;
    LoopState loop_ = LoopState::none;
    bool loading_ = false;  // `ready` is still to come
    bool held_ = false;     // is paused, or is to be as soon as it is ready
    bool corked_ = false;   // by a cork, not by the user
    bool ducked_ = false;
    bool seeking_ = false;      // `ready` is still to come for a seek
    bool confirmed_ = false;    // the track's `playing` has been reported
    std::size_t failures_ = 0;  // one after the other
    TrackId track_ = 0;
    TrackFacts facts_;
    std::optional<Message> cause_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // what comes late asks it
    std::unique_ptr<PlayerBackend> backend_;  // last: its events end before the rest
};

}  // namespace utter::media
