#include "utter/orchestrator/plugins/media/media_plugin.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/orchestrator/bundled_handler.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::string_view own_id = "media";
// Of the locale files: what is said so only to something that plays.
constexpr std::string_view bare_prefix = "bare_";
constexpr const char* found_topic = "ovos.common_play.search.end";
constexpr const char* taken_topic = "ovos.common_play.media.state";
constexpr const char* status_topic = "ovos.common_play.status.response";

// What a command asks of the player, as its topic and `mode`.
struct Control {
    std::string_view command;
    const char* topic;
    const char* mode;
};
constexpr std::array controls{
    Control{"pause", "ovos.common_play.pause", nullptr},
    Control{"resume", "ovos.common_play.resume", nullptr},
    Control{"stop_music", "ovos.common_play.stop", nullptr},
    Control{"stop", "ovos.common_play.stop", nullptr},  // of the stop stage
    Control{"next", "ovos.common_play.next", nullptr},
    Control{"previous", "ovos.common_play.previous", nullptr},
    Control{"shuffle", "ovos.common_play.shuffle.set", nullptr},
    Control{"shuffle_off", "ovos.common_play.shuffle.unset", nullptr},
    Control{"repeat", "ovos.common_play.repeat.set", "queue"},
    Control{"repeat_track", "ovos.common_play.repeat.set", "track"},
    Control{"repeat_off", "ovos.common_play.repeat.unset", nullptr},
    Control{"like", "ovos.common_play.like", nullptr},
    Control{"unlike", "ovos.common_play.unlike", nullptr},
};

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

std::string slot_of(const Message& dispatch, std::string_view name) {
    const auto* slots = dispatch.data().if_contains("slots");
    if (slots == nullptr || !slots->is_object()) return {};
    return std::string(string_or_empty(slots->get_object(), name));
}

}  // namespace

MediaPlugin::MediaPlugin(bus::Bus& bus, runtime::EventLoop& loop, MediaPluginSettings settings)
    : bus_(bus),
      loop_(loop),
      settings_(std::move(settings)),
      phrases_(std::string(own_id), settings_.locale, settings_.languages) {
    const auto on = [&](const char* topic, void (MediaPlugin::*handler)(const Message&)) {
        subscriptions_.push_back(bus.subscribe(topic, loop, [this, handler](const Message& m) {
            if (session::carrier_is_sound(m.context())) (this->*handler)(m);
        }));
    };
    on("media:*", &MediaPlugin::on_dispatch);
    on("ovos.common_play.player.state", &MediaPlugin::on_report);
    on("ovos.common_play.track.state", &MediaPlugin::on_report);
    on(found_topic, &MediaPlugin::on_found);
    on(taken_topic, &MediaPlugin::on_taken);
    on(status_topic, &MediaPlugin::on_status);
    subscriptions_.push_back(decline_conversations(bus, loop, std::string(own_id)));
}

std::vector<PluginIntent> MediaPlugin::intents() const {
    std::vector<PluginIntent> out;
    for (const auto& intent : phrases_.intents()) {
        if (!starts_with(intent.intent_name, bare_prefix)) out.push_back(intent);
    }
    return out;
}

bool MediaPlugin::admits(std::string_view command, const std::string& session) const {
    if (starts_with(command, "play")) return settings_.finds_media;
    if (!starts_with(command, bare_prefix)) return true;
    const auto it = active_.find(session);
    return it != active_.end() && it->second;
}

boost::asio::awaitable<std::optional<Match>> MediaPlugin::match(MatchRequest request) {
    const std::string session(request.session.id());
    const auto found =
        phrases_.find(request.utterances, request.lang, [&](std::string_view command) {
            return admits(command, session);
        });
    if (!found) {
        request.notes->reason = "it is about no media";
        co_return std::nullopt;
    }
    Match match;
    match.skill_id = own_id;
    match.intent_name = starts_with(found->intent_name, bare_prefix)
                            ? found->intent_name.substr(bare_prefix.size())
                            : found->intent_name;
    match.lang = request.lang;
    match.utterance = found->utterance;
    match.slots = found->slots;
    co_return match;
}

void MediaPlugin::on_report(const Message& report) {
    const auto session = session::session_id_of(report.context());
    if (active_.size() >= sessions_max && !active_.contains(session)) return;
    const auto* state = report.data().if_contains("state");
    // A track that is about to play can be paused too.
    active_[session] = report.type() == "ovos.common_play.track.state" ||
                       (state != nullptr && state->is_int64() && state->get_int64() != 0);
}

void MediaPlugin::ask_player(const Message& dispatch, std::string topic, json::object data) {
    bus_.publish(dispatch.forward(std::move(topic), std::move(data)));
}

void MediaPlugin::on_dispatch(const Message& dispatch) {
    const auto command = std::string_view(dispatch.type()).substr(own_id.size() + 1);
    if (command == "play" || command == "play_any") {
        const auto query = slot_of(dispatch, "query");
        if (!wait(dispatch, found_topic)) return;
        ask_player(dispatch,
                   "ovos.common_play.search",
                   {{"phrase", query}, {"lang", dispatch.data_string("lang")}});
        return;
    }
    if (command == "now_playing") {
        if (!wait(dispatch, status_topic)) return;
        ask_player(dispatch, "ovos.common_play.status");
        return;
    }
    const auto it = std::ranges::find(controls, command, &Control::command);
    if (it == controls.end()) {
        report_done(bus_, dispatch, "there is no handler for '" + std::string(command) + "'");
        return;
    }
    json::object data;
    if (it->mode != nullptr) data["mode"] = it->mode;
    ask_player(dispatch, it->topic, std::move(data));
    // To resume is also to start anew what was stopped, and how to play can be said beforehand.
    const auto session = session::session_id_of(dispatch.context());
    const auto known = active_.find(session);
    const bool needs_media = command == "pause" || command == "next" || command == "previous" ||
                             command == "like" || command == "unlike";
    if (needs_media && (known == active_.end() || !known->second)) speak(dispatch, "nothing");
    report_done(bus_, dispatch);
}

bool MediaPlugin::wait(const Message& dispatch, std::string topic) {
    std::string id(dispatch.context_string("utterance_id"));
    if (waiting_.size() >= waiting_max) {
        report_done(bus_, dispatch, "too many wait for the media player");
        return false;
    }
    auto timeout = loop_.after(settings_.answer_timeout, loop_, [this, id] {
        const auto it = waiting_.find(id);
        if (it == waiting_.end()) return;
        const auto late = std::move(it->second.dispatch);
        waiting_.erase(it);
        speak(late, "no_player");
        report_done(bus_, late, "the media player did not answer");
    });
    waiting_.insert_or_assign(std::move(id),
                              Waiting{dispatch, std::move(topic), std::move(timeout)});
    return true;
}

std::optional<Message> MediaPlugin::answered(const Message& answer) {
    const auto it = waiting_.find(std::string(answer.context_string("utterance_id")));
    if (it == waiting_.end() || it->second.topic != answer.type()) return std::nullopt;
    auto dispatch = std::move(it->second.dispatch);
    waiting_.erase(it);
    return dispatch;
}

void MediaPlugin::on_found(const Message& end) {
    const auto dispatch = answered(end);
    if (!dispatch) return;
    const auto* entries = end.data().if_contains("entries");
    if (entries == nullptr || !entries->is_array() || entries->get_array().empty()) {
        const auto query = slot_of(*dispatch, "query");
        if (query.empty()) {
            speak(*dispatch, "no_music");
        } else {
            speak(*dispatch, "not_found", {{"query", query}});
        }
        report_done(bus_, *dispatch);
        return;
    }
    // The best come first; those that are equally good make the queue.
    const auto& found = entries->get_array();
    const auto score = [](const json::value& entry) {
        const auto* value =
            entry.is_object() ? entry.get_object().if_contains("match_confidence") : nullptr;
        return value != nullptr && value->is_number() ? value->to_number<double>() : 0.0;
    };
    json::array queue;
    for (const auto& entry : found) {
        if (score(entry) >= score(found.front())) queue.push_back(entry);
    }
    auto first = queue.front();
    if (dispatch->type().ends_with(":play_any")) {
        first = queue.at(intent::make_random_index()(queue.size()));
        ask_player(*dispatch, "ovos.common_play.shuffle.set");
    }
    if (!wait(*dispatch, taken_topic)) return;
    ask_player(
        *dispatch,
        "ovos.common_play.play",
        {{"media", std::move(first)}, {"playlist", std::move(queue)}, {"disambiguation", found}});
}

// Whose session no player serves is told so, by the silence.
void MediaPlugin::on_taken(const Message& report) {
    if (const auto dispatch = answered(report)) report_done(bus_, *dispatch);
}

void MediaPlugin::on_status(const Message& status) {
    const auto dispatch = answered(status);
    if (!dispatch) return;
    const std::string title(status.data_string("title"));
    const std::string artist(status.data_string("artist"));
    if (title.empty()) {
        speak(*dispatch, "nothing");
    } else if (artist.empty()) {
        speak(*dispatch, "title", {{"title", title}});
    } else {
        speak(*dispatch, "title_artist", {{"title", title}, {"artist", artist}});
    }
    report_done(bus_, *dispatch);
}

void MediaPlugin::speak(const Message& dispatch,
                        std::string_view dialog,
                        const intent::SlotValues& values) {
    const std::string lang(dispatch.data_string("lang"));
    auto text = phrases_.say(dialog, lang, values);
    if (text.empty()) return;
    bus_.publish(
        dispatch.forward("ovos.utterance.speak", {{"utterance", std::move(text)}, {"lang", lang}}));
}

}  // namespace utter::orchestrator
