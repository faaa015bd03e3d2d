#include "utter/gui/templates.hpp"

#include <algorithm>
#include <array>

namespace utter::gui {
namespace {

constexpr std::array<std::string_view, 20> catalogue{
    "SYSTEM_loading",      "SYSTEM_status",       "SYSTEM_error",
    "SYSTEM_text",         "SYSTEM_image",        "SYSTEM_animated_image",
    "SYSTEM_list",         "SYSTEM_grid",         "SYSTEM_table",
    "SYSTEM_html",         "SYSTEM_url",          "SYSTEM_audio_player",
    "SYSTEM_video_player", "SYSTEM_media_player", "SYSTEM_clock",
    "SYSTEM_timer",        "SYSTEM_weather",      "SYSTEM_map",
    "SYSTEM_face",         "SYSTEM_idle",
};
constexpr std::array<std::string_view, 2> reserved{"SYSTEM_confirm", "SYSTEM_select"};

}  // namespace

bool is_template(std::string_view page) noexcept {
    return page.starts_with(template_prefix);
}

bool is_known_template(std::string_view page) noexcept {
    return std::ranges::find(catalogue, page) != catalogue.end();
}

bool is_reserved_template(std::string_view page) noexcept {
    return std::ranges::find(reserved, page) != reserved.end();
}

}  // namespace utter::gui
