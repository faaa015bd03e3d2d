#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "utter/core/json.hpp"

namespace utter::gui {

/// A namespace's data at one moment, shared by all who are told of it; nobody changes it.
using DataSnapshot = std::shared_ptr<const json::object>;

/// Port: a render backend, which turns what is to be shown into something seen. Spec: OVOS-GUI-1
/// section 6.
///
/// Every adapter is told everything. Calls come from the hub's executor, one at a time, and may
/// not take long: what does belongs on a thread of the adapter's own. An exception is caught,
/// logged, and costs the others nothing. A template that cannot be shown is shown in the nearest
/// way that can, or not at all, but is never an error.
class GuiAdapter {
  public:
    GuiAdapter() = default;
    virtual ~GuiAdapter() = default;
    GuiAdapter(const GuiAdapter&) = delete;
    GuiAdapter& operator=(const GuiAdapter&) = delete;
    GuiAdapter(GuiAdapter&&) = delete;
    GuiAdapter& operator=(GuiAdapter&&) = delete;

    /// For the log.
    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Show `page`, for the clients of the session alone. @param skill_id the namespace
    virtual void show(const std::string& page,
                      const std::string& skill_id,
                      const DataSnapshot& data,
                      const std::string& session_id) = 0;
    /// The namespace's data is now this.
    virtual void update(const std::string& skill_id,
                        const DataSnapshot& data,
                        const std::string& session_id) = 0;
    /// The namespace is on top of the session's stack.
    virtual void activated(const std::string& skill_id, const std::string& session_id) = 0;
    /// It no longer is; whatever is kept of it is to be forgotten.
    virtual void deactivated(const std::string& skill_id, const std::string& session_id) = 0;
    /// Nothing is shown in this session any more; what is seen then is the adapter's choice.
    virtual void idle(const std::string& session_id) = 0;
    /// Something happened to the whole device, for every client. @param session_id for information
    virtual void status(const std::string& event,
                        const json::object& data,
                        const std::string& session_id) = 0;

    /// Whether anybody sees it.
    [[nodiscard]] virtual bool has_client() const { return false; }
};

}  // namespace utter::gui
