#include "utter/gui/adapters/text/render_text.hpp"

#include <boost/json/serialize.hpp>
#include <cmath>
#include <vector>

namespace utter::gui {
namespace {

std::string clean(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n' || (byte >= 0x20 && byte != 0x7F)) out += c;
    }
    return out;
}

std::string text_of(const json::value& value) {
    if (value.is_string()) return clean(std::string_view(value.get_string()));
    if (value.is_double()) {
        const auto number = value.get_double();
        if (std::abs(number) < 1e15 && number == std::round(number)) {
            return std::to_string(std::llround(number));
        }
    }
    return clean(json::serialize(value));
}

std::string text_of(const json::object& data, std::string_view key) {
    const auto* value = data.if_contains(key);
    return value == nullptr ? std::string() : text_of(*value);
}

// Those that are not empty, with something in between.
std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string out;
    for (const auto& part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}

std::string lines(const json::object& data, std::vector<std::string_view> keys) {
    std::vector<std::string> parts;
    for (const auto key : keys) parts.push_back(text_of(data, key));
    return joined(parts, "\n");
}

std::string list(const json::object& data) {
    std::vector<std::string> out{text_of(data, "title")};
    const auto* items = data.if_contains("items");
    if (items != nullptr && items->is_array()) {
        for (const auto& item : items->get_array()) {
            if (!item.is_object()) continue;
            const auto& object = item.get_object();
            const auto line = joined({text_of(object, "title"), text_of(object, "subtitle")}, ": ");
            if (!line.empty()) out.push_back("- " + line);
        }
    }
    return joined(out, "\n");
}

std::string table(const json::object& data) {
    std::vector<std::string> out{text_of(data, "title")};
    const auto row = [&](const json::value& cells) {
        if (!cells.is_array()) return;
        std::vector<std::string> texts;
        for (const auto& cell : cells.get_array()) texts.push_back(text_of(cell));
        out.push_back(joined(texts, ", "));
    };
    if (const auto* columns = data.if_contains("columns")) row(*columns);
    const auto* rows = data.if_contains("rows");
    if (rows != nullptr && rows->is_array()) {
        for (const auto& each : rows->get_array()) row(each);
    }
    return joined(out, "\n");
}

std::string weather(const json::object& data) {
    const auto low = text_of(data, "min_temp");
    const auto high = text_of(data, "max_temp");
    const auto range = low.empty() || high.empty() ? "" : "(" + low + "° to " + high + "°)";
    auto now = text_of(data, "current_temp");
    if (!now.empty()) now += "°";
    const auto line = joined({now, text_of(data, "condition"), range}, " ");
    return joined({text_of(data, "location"), line}, ": ");
}

std::string map(const json::object& data) {
    const auto label = text_of(data, "label");
    return label.empty() ? joined({text_of(data, "latitude"), text_of(data, "longitude")}, ", ")
                         : label;
}

std::string status(const json::object& data) {
    const auto* success = data.if_contains("success");
    const bool failed = success != nullptr && success->is_bool() && !success->get_bool();
    const auto label = text_of(data, "label");
    return joined({failed ? "✗" : "✓", label}, " ");
}

}  // namespace

std::string render_text(std::string_view page, const json::object& data) {
    if (page == "SYSTEM_text") return lines(data, {"title", "text"});
    if (page == "SYSTEM_loading") return joined({text_of(data, "label"), "…"}, " ");
    if (page == "SYSTEM_status") return status(data);
    if (page == "SYSTEM_error") return lines(data, {"label", "detail"});
    if (page == "SYSTEM_image" || page == "SYSTEM_animated_image") {
        return lines(data, {"title", "caption"});
    }
    if (page == "SYSTEM_list" || page == "SYSTEM_grid") return list(data);
    if (page == "SYSTEM_table") return table(data);
    if (page == "SYSTEM_html" || page == "SYSTEM_url") return "(content unavailable)";
    if (page == "SYSTEM_video_player") return text_of(data, "title");
    if (page == "SYSTEM_audio_player") return lines(data, {"title", "artist"});
    if (page == "SYSTEM_media_player") return lines(data, {"media_title", "media_artist"});
    if (page == "SYSTEM_timer") return text_of(data, "label");
    if (page == "SYSTEM_weather") return weather(data);
    if (page == "SYSTEM_map") return map(data);
    return {};  // a clock, a face, and what we do not know
}

}  // namespace utter::gui
