#include "utter/media/liked_songs.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::media {
namespace {

bool is_song(const json::value& value, std::string_view uri) {
    return value.is_object() && string_or_empty(value.get_object(), "uri") == uri;
}

}  // namespace

LikedSongs::LikedSongs(std::filesystem::path file) : file_(std::move(file)) {
    if (file_.empty() || !std::filesystem::exists(file_)) return;
    std::ifstream in(file_);
    std::ostringstream text;
    text << in.rdbuf();
    auto parsed = parse_json(text.str());
    if (!in || !parsed || !parsed->is_array()) {
        log::error("media.likes_unreadable",
                   {{"file", file_.string()},
                    {"reason", parsed ? "it is not a JSON array" : parsed.error().detail}});
        return;
    }
    for (auto& entry : parsed->get_array()) {
        if (entry.is_object()) entries_.push_back(std::move(entry));
    }
}

void LikedSongs::add(const json::object& entry) {
    const auto uri = string_or_empty(entry, "uri");
    const auto it =
        std::ranges::find_if(entries_, [&](const json::value& each) { return is_song(each, uri); });
    if (it != entries_.end()) {
        *it = entry;
    } else if (entries_.size() >= songs_max) {
        log::warning("media.likes_full", {{"max", songs_max}});
        return;
    } else {
        entries_.emplace_back(entry);
    }
    save();
}

void LikedSongs::remove(std::string_view uri) {
    const auto it =
        std::ranges::find_if(entries_, [&](const json::value& each) { return is_song(each, uri); });
    if (it == entries_.end()) return;
    entries_.erase(it);
    save();
}

void LikedSongs::save() const {
    if (file_.empty()) return;
    std::error_code error;
    std::filesystem::create_directories(file_.parent_path(), error);
    auto whole = file_;
    whole += ".new";
    std::ofstream out(whole, std::ios::trunc);
    out << json::serialize(entries_) << '\n';
    out.close();
    if (out) std::filesystem::rename(whole, file_, error);
    if (!out || error) {
        log::error("media.likes_unwritable", {{"file", file_.string()}});
    }
}

}  // namespace utter::media
