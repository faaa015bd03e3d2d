#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/message.hpp"
#include "utter/core/timers.hpp"
#include "utter/gui/display.hpp"
#include "utter/gui/gui_adapter.hpp"

namespace utter::gui {

struct GuiSettings {
    std::chrono::milliseconds idle{30'000};  ///< how long a page stays that does not say
};

/// What the hub stands on; all outlives it.
struct GuiRuntime {
    bus::Bus& bus;
    Executor& executor;  ///< everything runs here
    Timers& timers;
    std::function<Time()> now;
};

/// The display hub: keeps what skills want shown, session by session, and tells every adapter. It
/// renders nothing and has no clients of its own; without an adapter it keeps the state all the
/// same. Spec: OVOS-GUI-1.
class GuiService {
  public:
    GuiService(GuiRuntime runtime, GuiSettings settings);
    ~GuiService();
    GuiService(const GuiService&) = delete;
    GuiService& operator=(const GuiService&) = delete;
    GuiService(GuiService&&) = delete;
    GuiService& operator=(GuiService&&) = delete;

    /// Before start(). `make` may throw: the adapter is then left out, and logged.
    void add(std::string_view name, const std::function<std::unique_ptr<GuiAdapter>()>& make);

    void start();

    /// A copy of a namespace's data in a session; empty when there is none.
    [[nodiscard]] json::object data(std::string_view session_id, std::string_view ns) const;
    /// The namespaces that are shown in a session, the top one first.
    [[nodiscard]] std::vector<std::string> stack(std::string_view session_id) const;
    /// Whether any adapter has somebody who sees it.
    [[nodiscard]] bool display_connected() const;

    static constexpr std::size_t sessions_max = 1'000;  ///< with something to show; more are not

  private:
    class Everybody;

    void subscribe(std::string topic, bus::Bus::Handler handler);
    void on_value_set(const Message& message);
    void on_page_show(const Message& message);
    void on_clear(const Message& message);
    void on_status(const Message& message);
    void on_get(const Message& query);
    template <class Change>
    void change(const Message& message, Change&& change);
    void tell(const std::function<void(GuiAdapter&)>& call);
    [[nodiscard]] std::optional<Time> until(const json::object& data) const;
    void expire();
    void wait_for_next();

    GuiRuntime runtime_;
    GuiSettings settings_;
    std::vector<std::unique_ptr<GuiAdapter>> adapters_;
    std::map<std::string, Display, std::less<>> displays_;  // by session
    TimerHandle timer_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::gui
