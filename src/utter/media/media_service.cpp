#include "utter/media/media_service.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/session/session.hpp"

namespace utter::media {
namespace {

LoopState wanted_loop(const Message& request) {
    const auto mode = request.data_string("mode");
    if (mode == "track") return LoopState::repeat_track;
    if (!mode.empty() && mode != "queue") {
        log::warning("media.mode_unknown", {{"mode", mode}, {"taken_for", "queue"}});
    }
    return LoopState::repeat;
}

}  // namespace

MediaService::MediaService(MediaRuntime runtime, MediaSettings settings)
    : runtime_(std::move(runtime)),
      settings_(std::move(settings)),
      likes_(settings_.likes),
      library_(settings_.folders) {}

MediaService::~MediaService() {
    subscriptions_.clear();
    export_.reset();  // before the players it looks at
}

void MediaService::subscribe(std::string topic, bus::Bus::Handler handler) {
    subscriptions_.push_back(
        runtime_.bus.subscribe(std::move(topic),
                               runtime_.executor,
                               [handler = std::move(handler)](const Message& message) {
                                   if (session::carrier_is_sound(message.context()))
                                       handler(message);
                               }));
}

void MediaService::on_control(std::string topic, Control control) {
    subscribe(std::move(topic), [this, control = std::move(control)](const Message& message) {
        if (auto* player = player_of(message)) control(*player, message);
    });
}

void MediaService::on_query(std::string topic, std::function<json::object(const Message&)> answer) {
    subscribe(std::move(topic), [this, answer = std::move(answer)](const Message& query) {
        auto response = query.response(answer(query)).value();
        if (!response.context().contains("session")) {
            response = response.with_context_value("session",
                                                   {{"session_id", session::default_session_id}});
        }
        runtime_.bus.publish(std::move(response));
    });
}

void MediaService::start() {
    on_control("ovos.common_play.play", [](VirtualPlayer& p, const Message& m) { p.play(m); });
    on_control("ovos.common_play.pause", [](VirtualPlayer& p, const Message& m) { p.pause(m); });
    on_control("ovos.common_play.resume", [](VirtualPlayer& p, const Message& m) { p.resume(m); });
    on_control("ovos.common_play.stop", [](VirtualPlayer& p, const Message& m) { p.stop(m); });
    on_control("ovos.common_play.next", [](VirtualPlayer& p, const Message& m) { p.next(m); });
    on_control("ovos.common_play.previous",
               [](VirtualPlayer& p, const Message& m) { p.previous(m); });
    on_control("ovos.common_play.seek", [](VirtualPlayer& p, const Message& m) { p.seek(m); });
    on_control("ovos.common_play.shuffle.set",
               [](VirtualPlayer& p, const Message&) { p.shuffle(true); });
    on_control("ovos.common_play.shuffle.unset",
               [](VirtualPlayer& p, const Message&) { p.shuffle(false); });
    on_control("ovos.common_play.shuffle.toggle",
               [](VirtualPlayer& p, const Message&) { p.shuffle(!p.shuffled()); });
    on_control("ovos.common_play.repeat.set",
               [](VirtualPlayer& p, const Message& m) { p.repeat(wanted_loop(m)); });
    on_control("ovos.common_play.repeat.unset",
               [](VirtualPlayer& p, const Message&) { p.repeat(LoopState::none); });
    on_control("ovos.common_play.repeat.toggle", [](VirtualPlayer& p, const Message&) {
        p.repeat(p.loop() == LoopState::none ? LoopState::repeat : LoopState::none);
    });
    on_control("ovos.common_play.duck", [](VirtualPlayer& p, const Message&) { p.duck(true); });
    on_control("ovos.common_play.unduck", [](VirtualPlayer& p, const Message&) { p.duck(false); });
    on_control("ovos.common_play.cork", [](VirtualPlayer& p, const Message& m) { p.cork(m); });
    on_control("ovos.common_play.uncork", [](VirtualPlayer& p, const Message& m) { p.uncork(m); });
    on_control("ovos.common_play.like", [this](VirtualPlayer& p, const Message& m) { like(p, m); });
    on_control("ovos.common_play.unlike",
               [this](VirtualPlayer& p, const Message& m) { unlike(p, m); });
    subscribe("ovos.stop", [this](const Message& m) {
        if (auto* player = player_of(m)) player->stop(m);
    });
    subscribe("ovos.stop.ping", [this](const Message& m) { on_stop_ping(m); });
    if (!settings_.folders.empty()) {
        subscribe("ovos.common_play.search", [this](const Message& m) { on_search(m); });
    }
    subscribe("ovos.common_play.announce", [this](const Message& m) { on_announce(m); });

    on_query("ovos.common_play.status", [this](const Message& m) {
        if (const auto* player = existing_player_of(m)) return player->status();
        return VirtualPlayer({}, {.executor = runtime_.executor}, {}).status();
    });
    on_query("ovos.common_play.disambiguation", [this](const Message& m) -> json::object {
        const auto* player = existing_player_of(m);
        return {
            {"entries", player == nullptr ? json::array() : by_confidence(player->candidates())}};
    });
    on_query("ovos.common_play.likes",
             [this](const Message&) -> json::object { return {{"entries", likes_.entries()}}; });
    on_query("ovos.common_play.collection", [](const Message& m) -> json::object {
        return {{"name", m.data_string("name")}, {"entries", json::array()}};
    });
}

VirtualPlayer* MediaService::player_of(const Message& message) {
    auto id = session::session_id_of(message.context());
    if (std::ranges::find(settings_.sessions, id) == settings_.sessions.end()) return nullptr;
    auto& player = players_[id];
    if (!player) {
        const bool is_own = id == session::default_session_id;
        player = std::make_unique<VirtualPlayer>(
            id,
            PlayerSurroundings{
                .executor = runtime_.executor,
                .publish = [this](Message report) { runtime_.bus.publish(std::move(report)); },
                .open_backend = runtime_.open_backend,
                .skill_can_seek =
                    [this](std::string_view skill) {
                        const auto it = can_seek_.find(skill);
                        return it != can_seek_.end() && it->second;
                    },
                .changed =
                    [this, is_own, id](bool moved) {
                        if (is_own) show(moved);
                        if (settings_.on_displays) show_page(id);
                    },
                .random_index = runtime_.random_index},
            settings_.rules);
    }
    return player.get();
}

const VirtualPlayer* MediaService::existing_player_of(const Message& message) const {
    const auto it = players_.find(session::session_id_of(message.context()));
    return it == players_.end() ? nullptr : it->second.get();
}

void MediaService::show(bool moved) {
    const auto it = players_.find(session::default_session_id);
    if (!std::exchange(export_asked_, true) && runtime_.open_export) {
        // As if somebody on the bus had asked for it: there is one way to the player.
        export_ = runtime_.open_export(
            [this, alive = std::weak_ptr(alive_)](std::string verb, json::object data) {
                runtime_.executor.post(
                    [this, alive, verb = std::move(verb), data = std::move(data)]() mutable {
                        if (!alive.lock()) return;
                        json::object session{{"session_id", session::default_session_id}};
                        runtime_.bus.publish(Message(std::string(topic_prefix) + verb,
                                                     std::move(data),
                                                     {{"session", std::move(session)}}));
                    });
            });
    }
    if (export_) export_->update(it->second->snapshot(), moved);
}

// Displays accompany the sound; nobody waits for one, or knows whether there is one.
void MediaService::show_page(const std::string& session_id) {
    const auto& player = *players_.at(session_id);
    const auto publish = [&](const char* topic, json::object data) {
        data["__from"] = media_id;
        runtime_.bus.publish(Message(
            topic, std::move(data), {{"session", json::object{{"session_id", session_id}}}}));
    };
    const auto it = shown_.find(session_id);
    if (!player.active()) {
        if (it == shown_.end()) return;
        shown_.erase(it);
        publish("gui.clear.namespace", {});
        return;
    }
    auto page = now_playing_page(player.snapshot());
    auto changes = page_changes(it == shown_.end() ? json::object() : it->second, page);
    if (changes.empty()) return;
    publish("gui.value.set", std::move(changes));
    const bool is_new = it == shown_.end();
    shown_[session_id] = std::move(page);
    if (!is_new) return;
    publish("gui.page.show",
            {{"page_names", json::array{"SYSTEM_media_player"}}, {"index", 0}, {"__idle", true}});
}

// Whoever asked may be of any session: what is found is not played here by that.
void MediaService::on_search(const Message& message) {
    const json::object asked{{"phrase", message.data_string("phrase")}};
    runtime_.bus.publish(message.forward("ovos.common_play.search.start", asked));
    auto found = asked;
    found["entries"] = library_.search(message.data_string("phrase"), message.data_string("lang"));
    runtime_.bus.publish(message.forward("ovos.common_play.search.end", std::move(found)));
}

void MediaService::on_announce(const Message& message) {
    auto skill = message.data_string("skill_id");
    if (skill.empty()) skill = message.context_string("skill_id");
    if (skill.empty()) {
        log::warning("media.announcement_refused", {{"reason", "it names no 'skill_id'"}});
        return;
    }
    const auto* can_seek = message.data().if_contains("can_seek");
    if (can_seek_.size() >= skills_max && !can_seek_.contains(skill)) {
        log::warning("media.announcement_refused", {{"reason", "there are too many skills"}});
        return;
    }
    can_seek_[std::string(skill)] =
        can_seek != nullptr && can_seek->is_bool() && can_seek->get_bool();
}

void MediaService::on_stop_ping(const Message& ping) {
    const auto session = session::Session::read(ping.context());
    if (!session.has_handler("active_handlers", media_id)) return;
    const auto* player = existing_player_of(ping);
    runtime_.bus.publish(ping.reply(
        "ovos.stop.pong",
        {{"skill_id", media_id}, {"can_handle", player != nullptr && player->active()}}));
}

void MediaService::like(VirtualPlayer& player, const Message& request) {
    const auto uri = request.data_string("uri");
    if (!uri.empty()) {
        auto known = player.find(uri);
        likes_.add(known ? *known : json::object{{"uri", uri}});
    } else if (const auto* entry = player.now_playing()) {
        likes_.add(entry->object());
    }
}

void MediaService::unlike(VirtualPlayer& player, const Message& request) {
    const auto uri = request.data_string("uri");
    if (!uri.empty()) {
        likes_.remove(uri);
    } else if (const auto* entry = player.now_playing()) {
        likes_.remove(entry->uri());
    }
}

}  // namespace utter::media
