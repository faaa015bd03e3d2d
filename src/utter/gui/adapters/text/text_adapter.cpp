#include "utter/gui/adapters/text/text_adapter.hpp"

#include <utility>

#include "utter/gui/adapters/text/render_text.hpp"

namespace utter::gui {

TextAdapter::TextAdapter(std::vector<std::string> sessions, std::function<void(std::string)> write)
    : sessions_(std::make_move_iterator(sessions.begin()), std::make_move_iterator(sessions.end())),
      write_(std::move(write)) {}

void TextAdapter::write(std::string screen) {
    if (screen == written_) return;
    written_ = screen;
    write_(std::move(screen));
}

void TextAdapter::show(const std::string& page,
                       const std::string& skill_id,
                       const DataSnapshot& data,
                       const std::string& session_id) {
    if (!sessions_.contains(session_id)) return;
    auto screen = render_text(page, *data);
    if (screen.empty()) return;  // what is there stays: better than nothing
    pages_[{session_id, skill_id}] = page;
    write(std::move(screen));
}

void TextAdapter::update(const std::string& skill_id,
                         const DataSnapshot& data,
                         const std::string& session_id) {
    const auto it = pages_.find({session_id, skill_id});
    if (it != pages_.end()) write(render_text(it->second, *data));
}

void TextAdapter::activated(const std::string& /*skill_id*/, const std::string& /*session_id*/) {}

void TextAdapter::deactivated(const std::string& skill_id, const std::string& session_id) {
    pages_.erase({session_id, skill_id});
}

void TextAdapter::idle(const std::string& session_id) {
    if (sessions_.contains(session_id)) write({});
}

void TextAdapter::status(const std::string& /*event*/,
                         const json::object& /*data*/,
                         const std::string& /*session_id*/) {}

}  // namespace utter::gui
