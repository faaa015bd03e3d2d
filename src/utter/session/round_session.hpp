#pragma once

#include <chrono>
#include <string_view>

#include "utter/core/json.hpp"
#include "utter/session/session.hpp"

namespace utter::session {

/// What is remembered of the default session between its rounds; only RoundSession changes it.
class DefaultStore {
  public:
    [[nodiscard]] const Session& current() const noexcept { return session_; }

  private:
    friend class RoundSession;
    Session session_;
};

/// The session of one round: for the default one the store itself, which all its rounds share; for
/// a named one a value that ends with the round, because its client is who remembers it. It changes
/// at three points and nowhere else: intake, matching, completion. Belongs to one thread,
/// together with the store. Spec: OVOS-SESSION-2 sections 2.6 and 5.1.
class RoundSession {
  public:
    /// Intake of the message that opens the round. @pre carrier_is_sound(context); `store` outlives
    /// this.
    RoundSession(DefaultStore& store, const json::object& context);

    [[nodiscard]] const Session& current() const noexcept {
        return store_ != nullptr ? store_->session_ : own_;
    }

    /// Before the match round: takes what has faded out of intent_context. Spec: OVOS-CONTEXT-1 4.
    void begin_matching(std::chrono::system_clock::time_point now);
    /// After it, and after the commit if there is one: whatever intent_context entry is as it was
    /// in `seen`, the session the plugins were shown, has one turn less.
    void end_matching(const Session& seen);

    /// Match commit: what the plugin made of the session replaces it, but for the fields no plugin
    /// may change. @return false when `updated` belongs to another session, and was ignored.
    [[nodiscard]] bool commit(const json::object& updated);

    /// A transformer's hook: the session in `context`, as the chain left it, is the round's from
    /// here on. One that is malformed or foreign is logged and ignored.
    /// @pre nothing else ran since the chain was given current()
    void adopt(const json::object& context);

    /// Dispatch: `skill_id` heads the handler lists.
    /// @param activates whether it heads active_handlers too (OVOS-PIPELINE-1 section 7.3)
    void push_handler(std::string_view skill_id,
                      bool activates,
                      std::chrono::system_clock::time_point now);

    /// Completion: takes over what the handler may have changed between `baseline`, the session it
    /// was dispatched with, and the one in `context`, that of its report. A report without a
    /// session says nothing; one with a malformed or a foreign session is logged and ignored.
    void complete(const Session& baseline, const json::object& context);

  private:
    [[nodiscard]] Session& working() noexcept;

    DefaultStore* store_ = nullptr;  // of the default session only
    Session own_;
};

}  // namespace utter::session
