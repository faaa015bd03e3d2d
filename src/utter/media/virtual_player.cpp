#include "utter/media/virtual_player.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"

namespace utter::media {
namespace {

using std::chrono::milliseconds;

// Anything longer is no place in a track; keeps the arithmetic of seeking in its range.
constexpr double position_max_ms = 1e12;

std::string scheme_of(std::string_view uri) {
    const auto colon = uri.find(':');
    if (colon == std::string_view::npos) return {};
    std::string scheme(uri.substr(0, colon));
    std::ranges::transform(scheme, scheme.begin(), [](unsigned char c) { return std::tolower(c); });
    return scheme;
}

}  // namespace

VirtualPlayer::VirtualPlayer(std::string session_id,
                             PlayerSurroundings surroundings,
                             PlayerRules rules)
    : session_id_(std::move(session_id)),
      surroundings_(std::move(surroundings)),
      rules_(std::move(rules)),
      queue_(surroundings_.random_index) {}

VirtualPlayer::~VirtualPlayer() = default;

void VirtualPlayer::caused_by(const Message& request) {
    const auto* session = request.context().if_contains("session");
    cause_ = session != nullptr && session->is_object()
                 ? request
                 : request.with_context_value("session", {{"session_id", session_id_}});
}

void VirtualPlayer::happened_by_itself() {
    json::object context{{"session", json::object{{"session_id", session_id_}}}};
    if (cause_) context["session"] = cause_->context().at("session");
    cause_ = Message("ovos.common_play.player.state", {}, std::move(context));
}

void VirtualPlayer::report(const char* topic, json::object data) {
    if (!cause_) happened_by_itself();
    surroundings_.publish(cause_->forward(topic, std::move(data)));
}

void VirtualPlayer::set_state(PlayerState state) {
    if (std::exchange(state_, state) == state) return;
    report("ovos.common_play.player.state", {{"state", static_cast<int>(state)}});
    surroundings_.changed(false);
}

void VirtualPlayer::set_media(MediaState state) {
    if (std::exchange(media_, state) == state) return;
    report("ovos.common_play.media.state", {{"state", to_wire(state, rules_.numeric_states)}});
    surroundings_.changed(false);
}

void VirtualPlayer::confirm_track() {
    set_state(PlayerState::playing);  // first: a playing track implies a playing player
    if (std::exchange(confirmed_, true)) return;
    const auto type = queue_.current()->type();
    report("ovos.common_play.track.state",
           {{"state", to_wire(TrackState::playing, type, rules_.numeric_states)},
            {"playback_type", static_cast<int>(type)}});
}

void VirtualPlayer::sounds() {
    loading_ = false;
    failures_ = 0;
    set_media(MediaState::loaded);
    if (held_) {
        set_state(PlayerState::paused);
    } else {
        confirm_track();
    }
}

bool VirtualPlayer::is_rendered_by_skill() const {
    const auto* entry = queue_.current();
    return entry != nullptr && entry->type() == PlaybackType::skill;
}

void VirtualPlayer::delegate(std::string_view verb, json::object data) {
    auto topic =
        std::string(topic_prefix).append(queue_.current()->skill_id()).append(".").append(verb);
    if (!cause_) happened_by_itself();
    if (is_topic(topic)) surroundings_.publish(cause_->forward(std::move(topic), std::move(data)));
}

Result<PlayerBackend*> VirtualPlayer::find_backend() {
    if (!backend_) {
        auto opened = surroundings_.open_backend(backend_events());
        if (!opened) return std::unexpected(opened.error());
        backend_ = std::move(*opened);
        backend_->set_volume(ducked_ ? rules_.duck_volume : rules_.volume);
    }
    return backend_.get();
}

Result<void> VirtualPlayer::try_start() {
    const auto& entry = *queue_.current();
    ++track_;
    facts_ = {.length = entry.length(), .can_seek = false, .title = {}, .artist = {}};
    confirmed_ = false;
    loading_ = true;
    held_ = false;
    corked_ = false;
    seeking_ = false;
    set_media(MediaState::loading);
    const auto type = entry.type();
    report("ovos.common_play.track.state",
           {{"state", to_wire(TrackState::queued, type, rules_.numeric_states)},
            {"playback_type", static_cast<int>(type)}});
    surroundings_.changed(false);
    if (type == PlaybackType::skill) {
        if (entry.skill_id().empty()) {
            return fail(ErrorCode::malformed, "the entry does not say which skill renders it");
        }
        if (backend_) backend_->stop();
        loading_ = false;
        set_media(MediaState::loaded);
        confirm_track();
        return {};
    }
    if (type == PlaybackType::web_view || type == PlaybackType::external) {
        return fail(ErrorCode::unsupported, "there is nothing here that shows web pages");
    }
    const auto scheme = scheme_of(entry.uri());
    if (std::ranges::find(rules_.schemes, scheme) == rules_.schemes.end()) {
        return fail(ErrorCode::unsupported, "'" + scheme + "' is no scheme of media.schemes");
    }
    const auto backend = find_backend();
    if (!backend) return std::unexpected(backend.error());
    (*backend)->load(track_, std::string(entry.uri()));
    return {};
}

void VirtualPlayer::start_current() {
    if (const auto started = try_start(); !started) go_on_after_failure(started.error().detail);
}

// Each of a queue is tried once; a loop, because a queue may be long and nothing of it playable.
void VirtualPlayer::go_on_after_failure(const std::string& reason) {
    auto why = reason;
    for (;;) {
        log::warning("media.track_failed", {{"session_id", session_id_}, {"reason", why}});
        loading_ = false;
        set_media(MediaState::invalid_media);
        if (++failures_ >= queue_.size() || !queue_.advance(loop_ == LoopState::repeat)) break;
        const auto started = try_start();
        if (started) return;
        why = started.error().detail;
    }
    failures_ = 0;
    if (backend_) backend_->stop();
    set_state(PlayerState::stopped);
}

void VirtualPlayer::finish(MediaState media) {
    loading_ = false;
    held_ = false;
    corked_ = false;
    ++track_;  // nothing that is still said of it counts
    set_media(media);
    set_state(PlayerState::stopped);
    set_media(MediaState::no_media);
}

// Ends what sounds, for something else or for good.
void VirtualPlayer::silence() {
    if (!active()) return;
    if (is_rendered_by_skill()) {
        delegate("stop");
    } else if (backend_) {
        backend_->stop();
    }
}

void VirtualPlayer::play(const Message& request) {
    auto wanted = read_play_request(request.data());
    const auto before = cause_;
    caused_by(request);
    if (!wanted) {
        log::warning("media.play_refused", {{"reason", wanted.error().detail}});
        report("ovos.common_play.media.state",
               {{"state", to_wire(MediaState::invalid_media, rules_.numeric_states)}});
        cause_ = before;
        return;
    }
    if (is_rendered_by_skill()) silence();
    queue_.assign(std::move(wanted->queue), wanted->position);
    candidates_ = std::move(wanted->candidates);
    if (wanted->repeat) loop_ = LoopState::repeat;
    failures_ = 0;
    start_current();
}

void VirtualPlayer::hold(bool paused) {
    held_ = paused;
    if (is_rendered_by_skill()) {
        delegate(paused ? "pause" : "resume");
    } else if (backend_) {
        backend_->pause(paused);
    }
    if (paused) {
        if (state_ == PlayerState::playing) set_state(PlayerState::paused);
    } else if (!loading_) {
        confirm_track();
    }
}

void VirtualPlayer::pause(const Message& request) {
    if (!active()) return;
    corked_ = false;  // from now on it is the user's
    if (held_) return;
    caused_by(request);
    hold(true);
}

void VirtualPlayer::resume(const Message& request) {
    if (!active()) {
        if (queue_.current() == nullptr) return;
        caused_by(request);
        failures_ = 0;
        start_current();
        return;
    }
    corked_ = false;
    if (!held_) return;
    caused_by(request);
    hold(false);
}

void VirtualPlayer::stop(const Message& request) {
    if (!active()) return;
    caused_by(request);
    silence();
    finish(MediaState::no_media);
}

void VirtualPlayer::next(const Message& request) {
    if (!active()) return;
    caused_by(request);
    if (is_rendered_by_skill()) {
        delegate("next");  // its queue is its own
        return;
    }
    failures_ = 0;
    if (queue_.advance(loop_ == LoopState::repeat)) {
        start_current();
    } else {
        silence();
        finish(MediaState::end_of_media);
    }
}

void VirtualPlayer::previous(const Message& request) {
    if (!active()) return;
    caused_by(request);
    if (is_rendered_by_skill()) {
        delegate("previous");
        return;
    }
    failures_ = 0;
    queue_.retreat(loop_ == LoopState::repeat);  // before the first there is the first again
    start_current();
}

bool VirtualPlayer::can_seek() const {
    if (!active()) return false;
    return is_rendered_by_skill() ? surroundings_.skill_can_seek(queue_.current()->skill_id())
                                  : facts_.can_seek && backend_ != nullptr;
}

void VirtualPlayer::seek(const Message& request) {
    if (!can_seek()) return;
    const auto absolute = number_under(request.data(), "seekValue");
    const auto relative = number_under(request.data(), "seconds");
    if (!absolute && !relative) {
        log::warning("media.seek_refused", {{"reason", "neither 'seekValue' nor 'seconds'"}});
        return;
    }
    if (is_rendered_by_skill()) {
        caused_by(request);
        json::object data;
        for (const auto* key : {"seekValue", "seconds"}) {
            if (const auto* value = request.data().if_contains(key)) data[key] = *value;
        }
        delegate("seek", std::move(data));
        return;
    }
    if (absolute) {
        auto limit = position_max_ms;
        if (facts_.length) limit = static_cast<double>(facts_.length->count());
        backend_->seek_to(
            milliseconds(static_cast<std::int64_t>(std::clamp(*absolute, 0.0, limit))));
    } else {
        backend_->seek_by(milliseconds(static_cast<std::int64_t>(
            std::clamp(*relative * 1000, -position_max_ms, position_max_ms))));
    }
    seeking_ = true;
}

void VirtualPlayer::shuffle(bool on) {
    if (on == queue_.shuffled()) return;
    queue_.shuffle(on);
    surroundings_.changed(false);
}

void VirtualPlayer::repeat(LoopState loop) {
    if (std::exchange(loop_, loop) != loop) surroundings_.changed(false);
}

void VirtualPlayer::duck(bool ducked) {
    if (std::exchange(ducked_, ducked) == ducked || !backend_) return;
    backend_->set_volume(ducked ? rules_.duck_volume : rules_.volume);
}

void VirtualPlayer::cork(const Message& request) {
    if (!active() || held_) return;
    caused_by(request);
    corked_ = true;
    hold(true);
}

void VirtualPlayer::uncork(const Message& request) {
    if (!corked_) return;
    corked_ = false;
    caused_by(request);
    hold(false);
}

void VirtualPlayer::when_on_track(TrackId track, std::function<void()> work) {
    surroundings_.executor.post(
        [this, track, alive = std::weak_ptr(alive_), work = std::move(work)] {
            if (alive.lock() && track == track_ && active()) work();
        });
}

BackendEvents VirtualPlayer::backend_events() {
    return {.loaded =
                [this](TrackId track, TrackFacts facts) {
                    when_on_track(track, [this, facts = std::move(facts)] {
                        facts_ = facts;
                        if (!facts_.length) facts_.length = queue_.current()->length();
                        if (media_ == MediaState::loading) set_media(MediaState::loaded);
                        surroundings_.changed(false);
                    });
                },
            .ready =
                [this](TrackId track) {
                    when_on_track(track, [this] {
                        sounds();
                        if (std::exchange(seeking_, false)) surroundings_.changed(true);
                    });
                },
            .buffering =
                [this](TrackId track) {
                    when_on_track(track, [this] {
                        if (!loading_) set_media(MediaState::buffering);
                    });
                },
            .ended =
                [this](TrackId track) {
                    when_on_track(track, [this] {
                        // A short one may be over before its backend saw that it sounded.
                        if (loading_) sounds();
                        happened_by_itself();
                        set_media(MediaState::end_of_media);
                        if (loop_ == LoopState::repeat_track ||
                            queue_.advance(loop_ == LoopState::repeat)) {
                            start_current();
                        } else {
                            finish(MediaState::end_of_media);
                        }
                    });
                },
            .failed =
                [this](TrackId track, std::string reason) {
                    when_on_track(track, [this, reason = std::move(reason)] {
                        if (!loading_) happened_by_itself();
                        go_on_after_failure(reason);
                    });
                },
            .died =
                [this](std::string reason) {
                    surroundings_.executor.post(
                        [this, alive = std::weak_ptr(alive_), reason = std::move(reason)] {
                            if (!alive.lock() || !backend_) return;
                            log::error("media.backend_died", {{"reason", reason}});
                            backend_.reset();
                            if (!active() || is_rendered_by_skill()) return;
                            happened_by_itself();
                            finish(MediaState::no_media);
                        });
                }};
}

const MediaEntry* VirtualPlayer::now_playing() const {
    return media_ == MediaState::no_media ? nullptr : queue_.current();
}

std::optional<json::object> VirtualPlayer::find(std::string_view uri) const {
    for (const auto& entry : queue_.entries()) {
        if (entry.uri() == uri) return entry.object();
    }
    for (const auto& entry : candidates_) {
        if (string_or_empty(entry.get_object(), "uri") == uri) return entry.get_object();
    }
    return std::nullopt;
}

milliseconds VirtualPlayer::position() const {
    return backend_ && active() && !loading_ ? backend_->position() : milliseconds(0);
}

json::object VirtualPlayer::status() const {
    const auto* entry = now_playing();
    const auto snap = snapshot();
    const bool wraps = loop_ == LoopState::repeat;
    const MediaEntry* next = nullptr;
    json::value hint;
    if (is_rendered_by_skill() && active()) {
        hint = "external";
    } else if (loop_ == LoopState::repeat_track) {
        next = queue_.current();
    } else if (queue_.draws_next(wraps)) {
        hint = "shuffle";
    } else {
        next = queue_.upcoming(wraps);
    }
    constexpr int undefined_type = 100;  // what today's players say when nothing is loaded
    return {{"player_state", static_cast<int>(state_)},
            {"media_state", static_cast<int>(media_)},
            {"loop_state", static_cast<int>(loop_)},
            {"shuffle", queue_.shuffled()},
            {"playback_type", entry == nullptr ? undefined_type : static_cast<int>(entry->type())},
            {"media_type", entry == nullptr ? 0 : entry->media_type()},
            {"playlist_position", queue_.position()},
            {"playlist_size", queue_.size()},
            {"title", snap.title},
            {"artist", snap.artist},
            {"image", snap.image},
            {"next_track", next == nullptr ? json::value() : json::value(next->object())},
            {"next_track_hint", hint}};
}

PlayerSnapshot VirtualPlayer::snapshot() const {
    PlayerSnapshot out{.state = state_, .loop = loop_, .shuffle = queue_.shuffled()};
    out.track = track_;
    out.can_play = queue_.current() != nullptr;
    const auto* entry = now_playing();
    if (entry == nullptr) return out;
    out.uri = entry->uri();
    out.title = entry->title().empty() ? facts_.title : std::string(entry->title());
    out.artist = entry->artist().empty() ? facts_.artist : std::string(entry->artist());
    out.image = entry->image();
    if (facts_.length) out.length = *facts_.length;
    out.position = position();
    out.can_pause = active();
    out.can_seek = can_seek();
    const bool delegated = is_rendered_by_skill();
    out.can_go_next = active() && (delegated || queue_.position() + 1 < queue_.size() ||
                                   loop_ == LoopState::repeat);
    out.can_go_previous = active();
    return out;
}

}  // namespace utter::media
