#include "media_verbs.hpp"

#include <boost/json/serialize.hpp>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>

#include "assistant_link.hpp"
#include "exit_code.hpp"
#include "media_part.hpp"
#include "utter/media/file_uri.hpp"
#include "utter/media/states.hpp"
#include "utter/session/session.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto bus_patience = 1'000ms;
constexpr auto player_patience = 5'000ms;
constexpr auto load_patience = 30'000ms;  // a stream may take its time

int complain(const std::string& what, int code) {
    std::cerr << "utter: " << what << '\n';
    return code;
}

// The player on the bus, as one session sees it.
class Player {
  public:
    static Result<std::unique_ptr<Player>> find(const Program& program, std::string session) {
        auto link = AssistantLink::open_bus(program, bus_patience);
        if (!link) return std::unexpected(link.error());
        std::unique_ptr<Player> made(new Player(std::move(*link), std::move(session)));
        if (!made->refresh()) {
            return fail(ErrorCode::unavailable,
                        "no media player answers on the bus; see media.enabled");
        }
        return made;
    }

    // The status, which also says that what was asked before has been carried out.
    bool refresh() {
        bool answered = false;
        const auto subscription = link_->bus().subscribe(
            "ovos.common_play.status.response", link_->loop(), [&](const Message& message) {
                if (!is_ours(message)) return;
                status_ = message.data();
                answered = true;
            });
        ask("ovos.common_play.status");
        return link_->loop().run_until([&] { return answered; }, player_patience);
    }
    void ask(std::string topic, json::object data = {}) {
        link_->bus().publish(Message(
            std::move(topic),
            std::move(data),
            {{"source", "utter media"}, {"session", json::object{{"session_id", session_}}}}));
    }
    [[nodiscard]] bool is_ours(const Message& message) const {
        return session::carrier_is_sound(message.context()) &&
               session::session_id_of(message.context()) == session_;
    }
    [[nodiscard]] AssistantLink& link() { return *link_; }
    [[nodiscard]] const json::object& status() const { return status_; }

  private:
    Player(std::unique_ptr<AssistantLink> link, std::string session)
        : link_(std::move(link)), session_(std::move(session)) {}

    std::unique_ptr<AssistantLink> link_;
    std::string session_;
    json::object status_;
};

std::string to_uri(const std::string& medium) {
    const auto colon = medium.find("://");
    if (colon != std::string::npos && medium.find('/') == colon + 1) return medium;
    return media::file_uri(std::filesystem::absolute(medium));
}

void print(const Program& program, const json::object& status) {
    if (program.json) {
        std::cout << json::serialize(status) << '\n';
        return;
    }
    const auto state = media::number_under(status, "player_state").value_or(0);
    const auto size = media::number_under(status, "playlist_size").value_or(0);
    std::cout << (state == 1 ? "playing" : state == 2 ? "paused" : "stopped");
    const auto title = string_or_empty(status, "title");
    const auto artist = string_or_empty(status, "artist");
    if (!title.empty()) {
        std::cout << ": " << title;
        if (!artist.empty()) std::cout << " by " << artist;
        const auto at = media::number_under(status, "playlist_position").value_or(0);
        std::cout << " (" << std::llround(at) + 1 << " of " << std::llround(size) << ')';
    }
    std::cout << '\n';
}

}  // namespace

int play_media(const Program& program, const MediaOptions& options) {
    json::array playlist;
    for (const auto& medium : options.media) {
        playlist.push_back(json::object{{"uri", to_uri(medium)}});
    }
    auto player = Player::find(program, options.session);
    if (!player) return complain(player.error().detail, exit_no_answer);
    bool plays = false;
    std::size_t failed = 0;
    auto& link = (*player)->link();
    const auto playing = link.bus().subscribe(
        "ovos.common_play.track.state", link.loop(), [&](const Message& report) {
            // A number in the twenties, where media.numeric_states is on.
            const auto number = media::number_under(report.data(), "state").value_or(0);
            const bool begun =
                report.data_string("state") == "playing" || (number >= 20 && number < 30);
            if ((*player)->is_ours(report) && begun) plays = true;
        });
    // The player goes on to the next of the queue by itself, until it has tried each.
    const auto invalid = link.bus().subscribe(
        "ovos.common_play.media.state", link.loop(), [&](const Message& report) {
            constexpr double invalid_number = 8;
            if ((*player)->is_ours(report) &&
                (report.data_string("state") == "INVALID_MEDIA" ||
                 media::number_under(report.data(), "state") == invalid_number)) {
                ++failed;
            }
        });
    json::object request{{"media", playlist.front()}, {"playlist", playlist}};
    if (options.repeat) request["repeat"] = true;
    (*player)->ask("ovos.common_play.play", std::move(request));
    link.loop().run_until([&] { return plays || failed >= playlist.size(); }, load_patience);
    if (!plays) {
        // What is built without libmpv says so; else the reason is in the log of who plays.
        const auto can = describe_media_player(program);
        if (!can && can.error().code == ErrorCode::unsupported) {
            return complain(can.error().detail, exit_failed);
        }
        if (failed > 0)
            return complain("that cannot be played; the player's log says why", exit_failed);
        return complain(
            "the player has not begun within " + std::to_string(load_patience.count()) + " ms",
            exit_no_answer);
    }
    if (!(*player)->refresh()) return complain("the media player has gone", exit_no_answer);
    print(program, (*player)->status());
    return exit_ok;
}

int control_media(const Program& program, const std::string& verb, const MediaOptions& options) {
    auto player = Player::find(program, options.session);
    if (!player) return complain(player.error().detail, exit_no_answer);
    json::object data;
    if (verb == "seek") {
        data[options.relative ? "seconds" : "seekValue"] =
            options.relative ? options.seconds : options.seconds * 1000;
    }
    (*player)->ask("ovos.common_play." + verb, std::move(data));
    if (!(*player)->refresh()) return complain("the media player has gone", exit_no_answer);
    print(program, (*player)->status());
    return exit_ok;
}

int show_media(const Program& program, const MediaOptions& options) {
    auto player = Player::find(program, options.session);
    if (!player) return complain(player.error().detail, exit_no_answer);
    print(program, (*player)->status());
    return exit_ok;
}

}  // namespace utter::app
