#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "utter/gui/gui_adapter.hpp"

namespace utter::gui {

/// Shows one screen of text: the page on top, anew when its data changes. Its one client, whoever
/// reads what is written, belongs to the sessions it was made for.
class TextAdapter final : public GuiAdapter {
  public:
    /// @param write takes a screen that replaces the one before, or an empty one; does not wait
    TextAdapter(std::vector<std::string> sessions, std::function<void(std::string)> write);

    [[nodiscard]] std::string_view name() const override { return "text"; }
    void show(const std::string& page,
              const std::string& skill_id,
              const DataSnapshot& data,
              const std::string& session_id) override;
    void update(const std::string& skill_id,
                const DataSnapshot& data,
                const std::string& session_id) override;
    void activated(const std::string& skill_id, const std::string& session_id) override;
    void deactivated(const std::string& skill_id, const std::string& session_id) override;
    void idle(const std::string& session_id) override;
    void status(const std::string& event,
                const json::object& data,
                const std::string& session_id) override;
    [[nodiscard]] bool has_client() const override { return true; }

  private:
    using Key = std::pair<std::string, std::string>;  // session, namespace

    void write(std::string screen);

    std::set<std::string> sessions_;
    std::function<void(std::string)> write_;
    std::map<Key, std::string> pages_;  // of namespaces that are on top
    std::string written_;
};

}  // namespace utter::gui
