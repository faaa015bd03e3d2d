#include "utter/bus/frame_scanner.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "utter/core/json.hpp"
#include "utter/core/topic.hpp"

namespace utter::bus {
namespace {

static_assert(scan_padding >= simdjson::SIMDJSON_PADDING);

// Room that is kept; the parser needs several times this for its own tables.
constexpr std::size_t keep_bytes = std::size_t{64} * 1024;
constexpr std::size_t first_bytes = std::size_t{4} * 1024;

// An escaped surrogate may lack its other half, which this parser does not notice.
bool may_hold_surrogate(std::string_view frame) {
    const char* at = frame.data();
    const char* const end = at + frame.size();
    while ((at = static_cast<const char*>(
                std::memchr(at, '\\', static_cast<std::size_t>(end - at)))) != nullptr) {
        if (end - at > 2 && at[1] == 'u' && (at[2] == 'd' || at[2] == 'D')) return true;
        at += std::min<std::ptrdiff_t>(2, end - at);
    }
    return false;
}

}  // namespace

struct FrameScanner::Impl {
    std::string marker_ending;
    simdjson::dom::parser parser;

    void make_room(std::size_t bytes) {
        if (bytes <= parser.capacity()) {
            if (parser.capacity() <= keep_bytes || bytes > keep_bytes) return;
            parser = simdjson::dom::parser();
        }
        std::size_t capacity = first_bytes;
        while (capacity < bytes) capacity *= 2;
        // Without room the parse fails, and judge_frame() decides.
        [[maybe_unused]] const auto error = parser.allocate(capacity, json_depth_max);
    }
};

FrameScanner::FrameScanner(std::string marker_ending) : impl_(std::make_unique<Impl>()) {
    impl_->marker_ending = std::move(marker_ending);
}
FrameScanner::~FrameScanner() = default;

std::optional<FrameScanner::Look> FrameScanner::look(std::string_view frame) {
    impl_->make_room(frame.size());
    simdjson::dom::object object;
    constexpr bool copy_first = false;
    if (impl_->parser.parse(frame.data(), frame.size(), copy_first).get(object) !=
        simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::optional<std::string_view> type;
    bool has_data = false;
    bool has_context = false;
    bool marked = false;
    const std::string_view ending = impl_->marker_ending;
    for (const auto [key, value] : object) {
        // A key that comes twice, an odd type: not for here.
        if (key == "type") {
            std::string_view text;
            if (type || value.get(text) != simdjson::SUCCESS || !is_topic(text)) return {};
            type = text;
        } else if (key == "data") {
            if (has_data || !value.is_object()) return {};
            has_data = true;
        } else if (key == "context") {
            simdjson::dom::object context;
            if (has_context || value.get(context) != simdjson::SUCCESS) return {};
            has_context = true;
            for (const auto [name, carrier] : context) {
                if (name == "session" && !carrier.is_object()) return {};
                marked |= !ending.empty() && name.ends_with(ending);
            }
        }
    }
    if (!type || may_hold_surrogate(frame)) return std::nullopt;
    return Look{*type, marked};
}

}  // namespace utter::bus
