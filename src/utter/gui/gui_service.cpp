#include "utter/gui/gui_service.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/gui/templates.hpp"
#include "utter/session/session.hpp"

namespace utter::gui {
namespace {

using std::chrono::milliseconds;

// Longer than this is as good as for ever, and within what a clock can count.
constexpr double idle_max_s = 1e9;

// What is content; the reserved keys are between the skill and us.
json::object content_of(const json::object& data) {
    json::object out;
    for (const auto& [key, value] : data) {
        if (!std::string_view(key).starts_with("__")) out[key] = value;
    }
    return out;
}

// The entry that is to be shown: above the last is the last, and no entry is below the first.
std::size_t active_index(const json::object& data, std::size_t pages) {
    const auto* index = data.if_contains("index");
    if (index == nullptr || !index->is_number()) return 0;
    const auto wanted = std::trunc(index->to_number<double>());
    if (!(wanted > 0)) return 0;
    return wanted >= static_cast<double>(pages) ? pages - 1 : static_cast<std::size_t>(wanted);
}

}  // namespace

// Passes one session's events on to every adapter.
class GuiService::Everybody final : public Display::Tell {
  public:
    Everybody(GuiService& service, std::string session)
        : service_(service), session_(std::move(session)) {}
    void show(const std::string& page, const std::string& ns, DataSnapshot data) override {
        service_.tell([&](GuiAdapter& each) { each.show(page, ns, data, session_); });
    }
    void update(const std::string& ns, DataSnapshot data) override {
        service_.tell([&](GuiAdapter& each) { each.update(ns, data, session_); });
    }
    void activated(const std::string& ns) override {
        service_.tell([&](GuiAdapter& each) { each.activated(ns, session_); });
    }
    void deactivated(const std::string& ns) override {
        service_.tell([&](GuiAdapter& each) { each.deactivated(ns, session_); });
    }
    void idle() override {
        service_.tell([&](GuiAdapter& each) { each.idle(session_); });
    }

  private:
    GuiService& service_;
    std::string session_;
};

GuiService::GuiService(GuiRuntime runtime, GuiSettings settings)
    : runtime_(std::move(runtime)), settings_(settings) {}

GuiService::~GuiService() = default;

void GuiService::add(std::string_view name,
                     const std::function<std::unique_ptr<GuiAdapter>()>& make) {
    try {
        if (auto made = make()) {
            adapters_.push_back(std::move(made));
            return;
        }
        log::error("gui.adapter_left_out", {{"adapter", name}, {"reason", "there is none"}});
    } catch (const std::exception& error) {
        log::error("gui.adapter_left_out", {{"adapter", name}, {"reason", error.what()}});
    }
}

void GuiService::subscribe(std::string topic, bus::Bus::Handler handler) {
    subscriptions_.push_back(
        runtime_.bus.subscribe(std::move(topic), runtime_.executor, std::move(handler)));
}

void GuiService::start() {
    const auto on = [this](const char* topic, void (GuiService::*handler)(const Message&)) {
        subscribe(topic, [this, handler](const Message& message) {
            if (session::carrier_is_sound(message.context())) (this->*handler)(message);
        });
    };
    on("gui.value.set", &GuiService::on_value_set);
    on("gui.page.show", &GuiService::on_page_show);
    on("gui.clear.namespace", &GuiService::on_clear);
    on("utter.gui.get", &GuiService::on_get);
    // What concerns the whole device has no topic of its own.
    on("ovos.listener.wakeword", &GuiService::on_status);
    on("ovos.listener.record.started", &GuiService::on_status);
    on("ovos.listener.record.ended", &GuiService::on_status);
    on("ovos.listener.sleep", &GuiService::on_status);
    on("ovos.listener.awoken", &GuiService::on_status);
    on("ovos.audio.output.started", &GuiService::on_status);
    on("ovos.audio.output.ended", &GuiService::on_status);
    on("ovos.utterance.handled", &GuiService::on_status);
}

void GuiService::tell(const std::function<void(GuiAdapter&)>& call) {
    for (const auto& adapter : adapters_) {
        try {
            call(*adapter);
        } catch (const std::exception& error) {
            log::error("gui.adapter_failed",
                       {{"adapter", adapter->name()}, {"reason", error.what()}});
        } catch (...) {
            log::error("gui.adapter_failed", {{"adapter", adapter->name()}, {"reason", "unknown"}});
        }
    }
}

// Runs `change(display, namespace, tell)` for the session and namespace of a message.
template <class Change>
void GuiService::change(const Message& message, Change&& change) {
    const std::string ns(message.data_string("__from"));
    if (ns.empty()) {
        log::warning("gui.message_refused",
                     {{"topic", message.type()}, {"reason", "'__from' must name the sender"}});
        return;
    }
    const auto session = session::session_id_of(message.context());
    if (!displays_.contains(session) && displays_.size() >= sessions_max) {
        log::warning("gui.message_refused",
                     {{"topic", message.type()}, {"reason", "there are too many sessions"}});
        return;
    }
    Everybody everybody(*this, session);
    if (!change(displays_[session], ns, everybody)) {
        log::warning("gui.limit", {{"session_id", session}, {"skill_id", ns}});
    }
    if (displays_[session].empty()) displays_.erase(session);
    wait_for_next();
}

void GuiService::on_value_set(const Message& message) {
    change(message, [&](Display& display, const std::string& ns, Display::Tell& tell) {
        return display.set(ns, content_of(message.data()), tell);
    });
}

void GuiService::on_page_show(const Message& message) {
    const auto refuse = [&](std::string_view reason) {
        log::warning("gui.page_refused",
                     {{"skill_id", message.data_string("__from")}, {"reason", reason}});
    };
    const auto* names = message.data().if_contains("page_names");
    if (names == nullptr || !names->is_array() || names->get_array().empty()) {
        return refuse("'page_names' must be an array with something in it");
    }
    std::vector<std::string> pages;
    for (const auto& name : names->get_array()) {
        if (!name.is_string()) return refuse("'page_names' must hold strings");
        pages.emplace_back(name.get_string());
    }
    if (!is_template(pages.front())) {
        return refuse("'" + pages.front() + "' is no template: they begin with SYSTEM_");
    }
    for (const auto& page : pages) {
        // Shown all the same, if some adapter knows it; else this line says why nobody sees it.
        if (is_template(page) && !is_known_template(page) && !is_reserved_template(page)) {
            log::warning("gui.template_unknown",
                         {{"template", page}, {"skill_id", message.data_string("__from")}});
        }
    }
    const auto page = pages[active_index(message.data(), pages.size())];
    if (!is_template(page)) {
        return refuse("'" + page + "' is no template: they begin with SYSTEM_");
    }
    if (is_reserved_template(page)) return refuse("'" + page + "' is a reserved name");
    if (page == "SYSTEM_idle") {
        // How a session rests is the adapters' affair; a skill can only leave the screen.
        log::warning(
            "gui.page_refused",
            {{"skill_id", message.data_string("__from")},
             {"reason", "SYSTEM_idle is not a skill's to show; its namespace is cleared"}});
        return on_clear(message);
    }
    change(message, [&](Display& display, const std::string& ns, Display::Tell& tell) {
        return display.show(ns, page, std::move(pages), until(message.data()), tell);
    });
}

void GuiService::on_clear(const Message& message) {
    change(message, [&](Display& display, const std::string& ns, Display::Tell& tell) {
        display.clear(ns, tell);
        return true;
    });
}

std::optional<Time> GuiService::until(const json::object& data) const {
    const auto* idle = data.if_contains("__idle");
    if (idle != nullptr && idle->is_bool() && idle->get_bool()) return std::nullopt;
    if (idle != nullptr && idle->is_number()) {
        const auto seconds = idle->to_number<double>();
        if (seconds >= 0) {
            return runtime_.now() +
                   milliseconds(std::llround(std::min(seconds, idle_max_s) * 1000));
        }
        log::warning("gui.idle_refused", {{"reason", "'__idle' is below 0"}});
    }
    return runtime_.now() + settings_.idle;
}

void GuiService::on_get(const Message& query) {
    const auto it = displays_.find(session::session_id_of(query.context()));
    json::array shown;
    if (it != displays_.end()) {
        for (const auto& ns : it->second.stack()) {
            shown.push_back(json::object{
                {"skill_id", ns}, {"page", it->second.page(ns)}, {"data", it->second.data(ns)}});
        }
    }
    runtime_.bus.publish(
        query.response({{"shown", std::move(shown)}, {"display_connected", display_connected()}})
            .value());
}

void GuiService::on_status(const Message& message) {
    const auto session = session::session_id_of(message.context());
    tell([&](GuiAdapter& each) { each.status(message.type(), message.data(), session); });
}

void GuiService::expire() {
    const auto now = runtime_.now();
    for (auto& [session, display] : displays_) {
        Everybody everybody(*this, session);
        display.expire(now, everybody);
    }
    std::erase_if(displays_, [](const auto& each) { return each.second.empty(); });
    wait_for_next();
}

void GuiService::wait_for_next() {
    std::optional<Time> next;
    for (const auto& [session, display] : displays_) {
        const auto due = display.next_expiry();
        if (due && (!next || *due < *next)) next = due;
    }
    timer_.cancel();
    if (!next) return;
    const auto left = std::chrono::ceil<milliseconds>(*next - runtime_.now());
    timer_ = runtime_.timers.after(
        std::max(left, milliseconds(0)), runtime_.executor, [this] { expire(); });
}

json::object GuiService::data(std::string_view session_id, std::string_view ns) const {
    const auto it = displays_.find(session_id);
    return it == displays_.end() ? json::object() : it->second.data(ns);
}

std::vector<std::string> GuiService::stack(std::string_view session_id) const {
    const auto it = displays_.find(session_id);
    return it == displays_.end() ? std::vector<std::string>() : it->second.stack();
}

bool GuiService::display_connected() const {
    return std::ranges::any_of(adapters_, [](const auto& each) {
        try {
            return each->has_client();
        } catch (const std::exception&) {  // one that cannot say has none
            return false;
        }
    });
}

}  // namespace utter::gui
