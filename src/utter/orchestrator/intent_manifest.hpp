#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"

namespace utter::orchestrator {

/// The passive index of what has been registered, and its introspection answers. It judges
/// nothing but that a registration says whose it is. Spec: OVOS-INTENT-4 sections 8 to 11.
class IntentManifest {
  public:
    /// Every topic handle() understands.
    [[nodiscard]] static const std::vector<std::string>& topics();

    /// Takes one message in. @return the answer to publish, for the topics that have one.
    std::optional<Message> handle(const Message& message);

    /// Slots the template registration of an intent demands, of the default session or
    /// `session_id`.
    [[nodiscard]] std::vector<std::string> required_slots(std::string_view session_id,
                                                          std::string_view skill_id,
                                                          std::string_view intent_name,
                                                          std::string_view lang) const;

    /// The slot types that the template registrations visible to a session declare, by
    /// `slot_types` or as `{type:slot}` (OVOS-INTENT-1 section 5.6).
    [[nodiscard]] const std::set<std::string>& slot_types(std::string_view session_id) const;

  private:
    enum class Kind : std::uint8_t { keyword, by_template, entity };
    struct Key {
        std::string session_id;
        std::string skill_id;
        std::string name;
        std::string lang;  // folded
        Kind kind;
        auto operator<=>(const Key&) const = default;
    };
    struct Row {
        std::string lang;  // as registered
        bool enabled = true;
        json::object definition;
    };

    void add(const Message& message, Kind kind);
    void remove(const Message& message, bool entities);
    void remove_skill(const Message& message);
    void set_enabled(const Message& message, bool enabled);
    void announce(const Message& message);
    [[nodiscard]] json::object list(const Message& query) const;
    [[nodiscard]] json::object describe(const Message& query) const;
    [[nodiscard]] json::object list_skills(const Message& query) const;

    std::map<Key, Row> rows_;
    /// By session, made when asked for and dropped with every change.
    mutable std::map<std::string, std::set<std::string>, std::less<>> slot_types_;
    std::map<std::pair<std::string, std::string>, std::set<std::string>> skills_;  // capabilities
};

}  // namespace utter::orchestrator
