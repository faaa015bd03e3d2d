#include "utter/media/backends/mpv/mpv_backend.hpp"

#include <mpv/client.h>

#include <array>
#include <atomic>
#include <cmath>
#include <initializer_list>
#include <thread>
#include <utility>

namespace utter::media {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::pair<const char*, const char*>, 13> options{{
    {"config", "no"},
    {"load-scripts", "no"},
    {"ytdl", "no"},
    {"terminal", "no"},
    {"input-default-bindings", "no"},
    {"idle", "yes"},  // stays when there is nothing to play
    {"vid", "no"},
    {"sid", "no"},
    {"sub-auto", "no"},
    {"audio-file-auto", "no"},
    {"audio-display", "no"},
    {"volume-max", "100"},
    {"audio-client-name", "Utter"},
}};

// What the thread asks to be told of.
constexpr std::array<std::pair<const char*, mpv_format>, 5> observed{{
    {"time-pos", MPV_FORMAT_DOUBLE},
    {"paused-for-cache", MPV_FORMAT_FLAG},
    {"duration", MPV_FORMAT_DOUBLE},
    {"seekable", MPV_FORMAT_FLAG},
    {"media-title", MPV_FORMAT_STRING},
}};

std::string seconds(milliseconds time) {
    auto text = std::to_string(time.count());
    const bool negative = text.front() == '-';
    if (negative) text.erase(0, 1);
    if (text.size() < 4) text.insert(0, 4 - text.size(), '0');
    text.insert(text.size() - 3, ".");
    return negative ? "-" + text : text;
}

}  // namespace

class MpvBackend::Core {
  public:
    Core(mpv_handle* mpv, BackendEvents events)
        : mpv_(mpv), events_(std::move(events)), thread_([this] { run(); }) {}
    ~Core() {
        closing_ = true;
        mpv_wakeup(mpv_);
        thread_.join();
        mpv_terminate_destroy(mpv_);
    }
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;
    Core(Core&&) = delete;
    Core& operator=(Core&&) = delete;

    // Commands are carried out in their order; none is waited for. One that mpv refuses is about a
    // track that is gone, and loading has its own reply.
    void command(std::initializer_list<const char*> words, TrackId reply = 0) {
        std::array<const char*, 5> arguments{};
        std::copy(words.begin(), words.end(), arguments.begin());
        mpv_command_async(mpv_, reply, arguments.data());
    }

    std::atomic<std::int64_t> position_ms{0};

  private:
    void run() {
        while (!closing_) {
            const auto& event = *mpv_wait_event(mpv_, -1);
            if (closing_) return;
            switch (event.event_id) {
                case MPV_EVENT_SHUTDOWN:
                    events_.died("mpv has ended");
                    return;
                case MPV_EVENT_COMMAND_REPLY:
                    on_reply(event);
                    break;
                case MPV_EVENT_FILE_LOADED:
                    facts_known_ = true;
                    tell_facts();
                    break;
                case MPV_EVENT_PLAYBACK_RESTART:
                    // Without an output the track will have failed in a moment.
                    if (facts_known_ && !text("current-ao").empty()) events_.ready(track_);
                    break;
                case MPV_EVENT_END_FILE:
                    on_end(*static_cast<const mpv_event_end_file*>(event.data));
                    break;
                case MPV_EVENT_PROPERTY_CHANGE:
                    on_property(*static_cast<const mpv_event_property*>(event.data));
                    break;
                default:
                    break;
            }
        }
    }

    // Of a `loadfile`: from here on, and before its events, what is said is of this track.
    void on_reply(const mpv_event& event) {
        if (event.reply_userdata == 0) return;
        if (event.error < 0) {
            events_.failed(event.reply_userdata, mpv_error_string(event.error));
            return;
        }
        track_ = event.reply_userdata;
        facts_known_ = false;
        facts_ = {};
        first_entry_ = last_entry_ = -1;
        const auto& result = static_cast<const mpv_event_command*>(event.data)->result;
        if (result.format != MPV_FORMAT_NODE_MAP) return;
        for (int i = 0; i < result.u.list->num; ++i) {
            if (std::string_view(result.u.list->keys[i]) == "playlist_entry_id") {
                first_entry_ = last_entry_ = result.u.list->values[i].u.int64;
            }
        }
    }

    void on_end(const mpv_event_end_file& end) {
        if (end.playlist_entry_id < first_entry_ || end.playlist_entry_id > last_entry_) return;
        switch (end.reason) {
            case MPV_END_FILE_REASON_REDIRECT:  // a playlist: its members are the track
                first_entry_ = end.playlist_insert_id;
                last_entry_ = first_entry_ + end.playlist_insert_num_entries - 1;
                if (last_entry_ < first_entry_) events_.failed(track_, "an empty playlist");
                return;
            case MPV_END_FILE_REASON_EOF:
                if (end.playlist_entry_id == last_entry_) events_.ended(track_);
                return;
            case MPV_END_FILE_REASON_ERROR:
                if (end.playlist_entry_id == last_entry_) {
                    events_.failed(track_, mpv_error_string(end.error));
                }
                return;
            default:
                return;
        }
    }

    void on_property(const mpv_event_property& property) {
        const std::string_view name(property.name);
        if (name == "time-pos") {
            if (property.format == MPV_FORMAT_DOUBLE) {
                position_ms = std::llround(*static_cast<double*>(property.data) * 1000);
            }
        } else if (name == "paused-for-cache") {
            if (property.format != MPV_FORMAT_FLAG || !facts_known_) return;
            const bool waits = *static_cast<int*>(property.data) != 0;
            if (std::exchange(waits_, waits) == waits) return;
            if (waits) {
                events_.buffering(track_);
            } else {
                events_.ready(track_);
            }
        } else if (facts_known_) {
            tell_facts();
        }
    }

    void tell_facts() {
        TrackFacts facts;
        double length = 0;
        if (mpv_get_property(mpv_, "duration", MPV_FORMAT_DOUBLE, &length) >= 0 && length > 0) {
            facts.length = milliseconds(std::llround(length * 1000));
        }
        int can_seek = 0;
        mpv_get_property(mpv_, "seekable", MPV_FORMAT_FLAG, &can_seek);
        facts.can_seek = can_seek != 0;
        facts.title = text("media-title");
        facts.artist = text("metadata/by-key/artist");
        const bool is_new = facts.length != facts_.length || facts.can_seek != facts_.can_seek ||
                            facts.title != facts_.title || facts.artist != facts_.artist;
        if (!is_new) return;
        facts_ = facts;
        events_.loaded(track_, std::move(facts));
    }

    [[nodiscard]] std::string text(const char* property) const {
        char* found = mpv_get_property_string(mpv_, property);
        std::string out = found == nullptr ? "" : found;
        mpv_free(found);
        return out;
    }

    mpv_handle* mpv_;
    const BackendEvents events_;
    std::atomic<bool> closing_{false};
    // The thread's own.
    TrackId track_ = 0;
    std::int64_t first_entry_ = -1;  // of mpv's playlist, that are the track
    std::int64_t last_entry_ = -1;
    bool facts_known_ = false;
    bool waits_ = false;
    TrackFacts facts_;
    std::thread thread_;  // last: runs with all of the above
};

Result<std::unique_ptr<PlayerBackend>> MpvBackend::open(const MpvSettings& settings,
                                                        BackendEvents events) {
    auto* mpv = mpv_create();
    if (mpv == nullptr) return fail(ErrorCode::unavailable, "mpv cannot be set up here");
    const auto refuse = [&](const std::string& what, int error) {
        mpv_terminate_destroy(mpv);
        return fail(ErrorCode::unavailable, what + ": " + mpv_error_string(error));
    };
    for (const auto& [name, value] : options) {
        if (const int error = mpv_set_option_string(mpv, name, value); error < 0) {
            return refuse("mpv's option " + std::string(name), error);
        }
    }
    if (!settings.output.empty()) {
        const int error = mpv_set_option_string(mpv, "ao", settings.output.c_str());
        if (error < 0) return refuse("media.output = \"" + settings.output + "\"", error);
    }
    if (!settings.device.empty()) {
        const int error = mpv_set_option_string(mpv, "audio-device", settings.device.c_str());
        if (error < 0) return refuse("media.output_device = \"" + settings.device + "\"", error);
    }
    if (const int error = mpv_initialize(mpv); error < 0) return refuse("mpv", error);
    for (const auto& [name, format] : observed) mpv_observe_property(mpv, 0, name, format);
    return std::unique_ptr<PlayerBackend>(
        new MpvBackend(std::make_unique<Core>(mpv, std::move(events))));
}

MpvBackend::MpvBackend(std::unique_ptr<Core> core) : core_(std::move(core)) {}

MpvBackend::~MpvBackend() = default;

void MpvBackend::load(TrackId track, const std::string& uri) {
    core_->position_ms = 0;
    core_->command({"set", "pause", "no"});
    core_->command({"loadfile", uri.c_str(), "replace"}, track);
}

void MpvBackend::pause(bool paused) {
    core_->command({"set", "pause", paused ? "yes" : "no"});
}

void MpvBackend::stop() {
    core_->command({"stop"});
}

void MpvBackend::seek_to(milliseconds position) {
    core_->command({"seek", seconds(position).c_str(), "absolute+exact"});
}

void MpvBackend::seek_by(milliseconds offset) {
    core_->command({"seek", seconds(offset).c_str(), "relative+exact"});
}

void MpvBackend::set_volume(int percent) {
    core_->command({"set", "volume", std::to_string(percent).c_str()});
}

milliseconds MpvBackend::position() const {
    return milliseconds(core_->position_ms.load());
}

}  // namespace utter::media
