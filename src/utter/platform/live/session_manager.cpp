#include "utter/platform/live/session_manager.hpp"

#include <algorithm>
#include <utility>

#include "utter/session/session.hpp"

namespace utter::platform {

SessionManager::SessionManager(LiveSessionRuntime runtime, SessionManagerSettings settings)
    : runtime_(std::move(runtime)), settings_(std::move(settings)) {
    subscriptions_.push_back(
        runtime_.bus.subscribe("ovos.utterance.speak", runtime_.executor, [this](const Message& m) {
            deliver(m, &LiveSession::on_speak);
        }));
    subscriptions_.push_back(runtime_.bus.subscribe(
        "ovos.utterance.handled", runtime_.executor, [this](const Message& m) {
            deliver(m, &LiveSession::on_handled);
        }));
}

SessionManager::~SessionManager() = default;

void SessionManager::deliver(const Message& message, void (LiveSession::*handler)(const Message&)) {
    const auto it = entries_.find(session::session_id_of(message.context()));
    if (it == entries_.end()) return;
    const auto session = it->second.session;  // may end in the handler
    ((*session).*handler)(message);
}

Result<std::shared_ptr<LiveSession>> SessionManager::create(std::string id, std::string owner) {
    if (id.empty()) id = make_uuid();
    if (!is_session_id(id)) {
        return fail(
            ErrorCode::invalid_argument,
            "'session_id' must be 1 to 64 letters, digits, '-' or '_', and not \"default\"");
    }
    if (entries_.contains(id)) {
        return fail(ErrorCode::conflict, "'session_id' is taken: there is a session " + id);
    }
    if (entries_.size() >= settings_.sessions_max) {
        return fail(ErrorCode::unavailable,
                    "there are " + std::to_string(entries_.size()) +
                        " sessions, which is all "
                        "that platform.sessions_max allows");
    }
    auto session = std::make_shared<LiveSession>(
        id, std::move(owner), runtime_, settings_.limits, settings_.lang);
    auto& entry = entries_[id];
    entry.session = session;
    entry.created_at = std::chrono::time_point_cast<Time::duration>(runtime_.clock.now());
    expect_client(entry);
    return session;
}

Result<SessionManager::Opened> SessionManager::open(const std::string& id,
                                                    const std::string& owner) {
    const auto it = entries_.find(id);
    if (it == entries_.end()) {
        auto made = create(id, owner);
        if (!made) return std::unexpected(made.error());
        auto& entry = entries_.find(id)->second;
        entry.leaving.cancel();
        entry.was_connected = true;
        return Opened{std::move(*made), false};
    }
    if (it->second.session->owner() != owner) {
        return fail(ErrorCode::not_found, "there is no session " + id);
    }
    it->second.leaving.cancel();
    return Opened{it->second.session, std::exchange(it->second.was_connected, true)};
}

void SessionManager::leave(const std::shared_ptr<LiveSession>& session,
                           const SessionClient& client) {
    session->detach(client);
    const auto it = entries_.find(session->id());
    if (it == entries_.end() || it->second.session != session || session->has_client()) return;
    expect_client(it->second);
}

void SessionManager::expect_client(Entry& entry) {
    entry.leaving = runtime_.timers.after(
        settings_.grace, runtime_.executor, [this, id = entry.session->id()] { remove(id); });
}

std::shared_ptr<LiveSession> SessionManager::find(const std::string& id,
                                                  const std::string& owner) const {
    const auto it = entries_.find(id);
    if (it == entries_.end() || it->second.session->owner() != owner) return nullptr;
    return it->second.session;
}

bool SessionManager::remove(const std::string& id) {
    const auto it = entries_.find(id);
    if (it == entries_.end()) return false;
    const auto session = it->second.session;
    entries_.erase(it);
    session->cancel();
    return true;
}

std::size_t SessionManager::connected() const noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        entries_, [](const auto& entry) { return entry.second.session->has_client(); }));
}

std::vector<SessionSummary> SessionManager::list(const std::string& owner) const {
    std::vector<SessionSummary> all;
    for (const auto& [id, entry] : entries_) {
        const auto& session = *entry.session;
        if (session.owner() != owner) continue;
        all.push_back({.id = id,
                       .state = session.state(),
                       .persona_id = session.persona_id(),
                       .voice_id = session.voice_id(),
                       .lang = session.lang(),
                       .connected = session.has_client(),
                       .created_at = entry.created_at});
    }
    return all;
}

}  // namespace utter::platform
