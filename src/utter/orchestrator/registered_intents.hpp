#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "utter/core/message.hpp"
#include "utter/orchestrator/context_gates.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {

/// What an intent engine keeps of a registration beside what it matches with: that it is there, for
/// introspection, and what it demands of the session's context. Lives on the event loop.
class RegisteredIntents {
  public:
    /// Adds a registration or replaces the one of its session, intent and language. The gates are
    /// the intent's, whatever the language.
    void add(std::string_view session_id,
             std::string_view skill_id,
             std::string_view intent_name,
             std::string_view lang,
             ContextGates gates);
    /// Without `lang` every language.
    void remove_intent(std::string_view session_id,
                       std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang);
    void remove_skill(std::string_view session_id, std::string_view skill_id);

    /// Whether the session's context lets the intent match. A session's own registration stands
    /// before the one it inherits.
    [[nodiscard]] bool admits(const session::Session& session,
                              std::string_view skill_id,
                              std::string_view intent_name) const;

    [[nodiscard]] std::vector<PluginIntent> list() const;

  private:
    using Key = std::tuple<std::string, std::string, std::string>;  // session, skill, intent
    struct Entry {
        std::map<std::string, std::string> langs;  // folded, as registered
        ContextGates gates;
    };
    using Entries = std::map<Key, Entry, std::less<>>;

    Entries::iterator erase(Entries::iterator entry);

    Entries entries_;
    std::size_t gated_ = 0;  // entries with gates
};

/// Logs `intent.registration_refused` with all that OVOS-INTENT-4 section 5.3 wants named, so that
/// an author can find the registration.
void log_registration_refused(const Message& message, std::string_view reason);

}  // namespace utter::orchestrator
