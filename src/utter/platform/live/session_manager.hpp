#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/instant.hpp"
#include "utter/core/result.hpp"
#include "utter/core/uuid.hpp"
#include "utter/platform/live/live_session.hpp"

namespace utter::platform {

struct SessionManagerSettings {
    std::string lang = "en-US";               ///< of a session that does not say
    std::size_t sessions_max = 1'000;         ///< 1 .. 100,000
    std::chrono::milliseconds grace{30'000};  ///< a session waits for its client to come back
    LiveSessionLimits limits;
};

/// A session, for lists.
struct SessionSummary {
    std::string id;
    SessionState state = SessionState::idle;
    std::string persona_id;
    std::string voice_id;
    std::string lang;
    bool connected = false;
    Time created_at{};
};

/// The live sessions, and the one ear they have on the bus. On one executor.
class SessionManager {
  public:
    SessionManager(LiveSessionRuntime runtime, SessionManagerSettings settings);
    ~SessionManager();
    SessionManager(const SessionManager&) = delete;
    SessionManager& operator=(const SessionManager&) = delete;
    SessionManager(SessionManager&&) = delete;
    SessionManager& operator=(SessionManager&&) = delete;

    /// A session of this id, or of one made up when it is empty, that waits for its client.
    /// @param owner name of the principal whose it is; others may not connect to it
    /// @return invalid_argument for the id or one that is taken, limit when there are too many
    [[nodiscard]] Result<std::shared_ptr<LiveSession>> create(std::string id, std::string owner);

    /// The session a client connects to: the one that waits, or a new one.
    struct Opened {
        std::shared_ptr<LiveSession> session;
        bool resumed = false;
    };
    /// @return not_found for a session of somebody else, and as create()
    [[nodiscard]] Result<Opened> open(const std::string& id, const std::string& owner);

    /// Takes the client away from a session, which then waits for `grace` and ends.
    void leave(const std::shared_ptr<LiveSession>& session, const SessionClient& client);

    /// Null when there is none of `owner`.
    [[nodiscard]] std::shared_ptr<LiveSession> find(const std::string& id,
                                                    const std::string& owner) const;
    /// Ends a session at once. @return whether there was one
    bool remove(const std::string& id);
    /// Those of `owner`, by id.
    [[nodiscard]] std::vector<SessionSummary> list(const std::string& owner) const;
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    /// How many have a client, whoever's they are.
    [[nodiscard]] std::size_t connected() const noexcept;

  private:
    struct Entry {
        std::shared_ptr<LiveSession> session;
        Time created_at{};
        bool was_connected = false;
        TimerHandle leaving;
    };
    void expect_client(Entry& entry);
    void deliver(const Message& message, void (LiveSession::*handler)(const Message&));

    LiveSessionRuntime runtime_;
    SessionManagerSettings settings_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::platform
