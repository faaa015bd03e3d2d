#include "utter/media/media_entry.hpp"

#include <algorithm>
#include <utility>

namespace utter::media {
namespace {

const json::array* members_of(const json::object& entry) {
    const auto* playlist = entry.if_contains("playlist");
    if (playlist == nullptr || !playlist->is_array() || playlist->get_array().empty()) {
        return nullptr;
    }
    return &playlist->get_array();
}

// Reads entries depth first, and notes where the one that is called `wanted` begins.
class Flattener {
  public:
    explicit Flattener(std::string_view wanted) : wanted_(wanted) {}

    Result<void> add(const json::value& value, std::size_t depth) {
        if (!value.is_object()) {
            return fail(
                ErrorCode::malformed,
                "a media entry must be an object, got " + std::string(describe_type(value)));
        }
        const auto& entry = value.get_object();
        const auto uri = string_or_empty(entry, "uri");
        const bool is_wanted = !wanted_.empty() && uri == wanted_;
        const auto before = leaves_.size();
        if (const auto* members = members_of(entry)) {
            if (depth >= nesting_max) {
                return fail(ErrorCode::limit,
                            "playlists may hold playlists " + std::to_string(nesting_max) +
                                " levels deep, not more");
            }
            for (const auto& member : *members) {
                if (auto added = add(member, depth + 1); !added) return added;
            }
        } else if (!uri.empty()) {  // without one there is nothing to play
            if (leaves_.size() >= queue_max) {
                return fail(ErrorCode::limit,
                            "a queue holds at most " + std::to_string(queue_max) + " entries");
            }
            leaves_.emplace_back(entry);
        }
        if (is_wanted && leaves_.size() > before && (!found_ || before < *found_)) found_ = before;
        return {};
    }

    [[nodiscard]] std::vector<MediaEntry>& leaves() { return leaves_; }
    [[nodiscard]] std::optional<std::size_t> found() const { return found_; }

  private:
    std::string_view wanted_;
    std::vector<MediaEntry> leaves_;
    std::optional<std::size_t> found_;
};

}  // namespace

MediaEntry::MediaEntry(json::object object) : object_(std::move(object)) {
    object_.erase("status");
}

int MediaEntry::media_type() const {
    const auto number = number_under(object_, "media_type");
    return number && *number >= 0 && *number < 10'000 ? static_cast<int>(*number) : 0;
}

std::optional<std::chrono::milliseconds> MediaEntry::length() const {
    const auto number = number_under(object_, "length");
    if (!number || *number < 0 || *number > 1e12) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(*number));
}

Result<PlayRequest> read_play_request(const json::object& data) {
    const auto* media = data.if_contains("media");
    if (media == nullptr || !media->is_object()) {
        return fail(ErrorCode::malformed, "'media' must be an object");
    }
    Flattener alone({});
    if (auto added = alone.add(*media, 0); !added) return std::unexpected(added.error());
    if (alone.leaves().empty()) {
        return fail(ErrorCode::malformed,
                    "'media' has neither 'uri' nor a 'playlist' with anything to play");
    }
    PlayRequest request;
    const auto* playlist = members_of(data);
    if (playlist == nullptr) {
        request.queue = std::move(alone.leaves());
        request.candidates.push_back(*media);
    } else {
        const auto own = string_or_empty(media->get_object(), "uri");
        const std::string wanted(own.empty() ? alone.leaves().front().uri() : own);
        Flattener queue(wanted);
        for (const auto& entry : *playlist) {
            if (auto added = queue.add(entry, 0); !added) return std::unexpected(added.error());
        }
        if (!queue.found()) {
            return fail(ErrorCode::malformed, "'media' is not in 'playlist'");
        }
        request.queue = std::move(queue.leaves());
        request.position = *queue.found();
        request.candidates = *playlist;
    }
    const auto* candidates = data.if_contains("disambiguation");
    if (candidates != nullptr && candidates->is_array()) {
        request.candidates = candidates->get_array();
    }
    json::array objects;
    for (auto& entry : request.candidates) {
        if (!entry.is_object()) continue;
        entry.get_object().erase("status");
        objects.push_back(std::move(entry));
    }
    request.candidates = std::move(objects);
    const auto* repeat = data.if_contains("repeat");
    request.repeat = repeat != nullptr && repeat->is_bool() && repeat->get_bool();
    return request;
}

json::array by_confidence(json::array entries) {
    std::vector<std::pair<double, json::value>> scored;
    for (auto& entry : entries) {
        const auto score =
            entry.is_object() ? number_under(entry.get_object(), "match_confidence") : std::nullopt;
        scored.emplace_back(score.value_or(-1.0), std::move(entry));
    }
    std::ranges::stable_sort(scored, std::greater<>(), [](const auto& each) { return each.first; });
    json::array out;
    for (auto& [score, entry] : scored) out.push_back(std::move(entry));
    return out;
}

}  // namespace utter::media
