#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/orchestrator/plugins/persona/persona.hpp"

namespace utter::orchestrator {

/// The personas that are hosted, and who talks to them. Belongs to one thread.
/// Spec: OVOS-PERSONA-1 section 9.
class PersonaRegistry {
  public:
    static constexpr std::size_t personas_max = 64;
    static constexpr std::size_t talks_max = 1024;  ///< sessions remembered with their persona

    /// @param default_id the one that answers when none is summoned; empty or unknown: the first
    PersonaRegistry(std::vector<Persona> personas, std::string_view default_id);

    /// The persona, when `session_id` may talk to it: one that was deregistered goes on serving
    /// those it served then. What is returned here lives until the next add() or remove().
    [[nodiscard]] const Persona* find(std::string_view id, std::string_view session_id) const;
    /// The persona that is called `spoken` in `lang`, by its name or its id; a deregistered one has
    /// no name any more.
    [[nodiscard]] const Persona* named(std::string_view spoken, std::string_view lang) const;
    /// The one that answers when none is summoned, or nullptr when there is none.
    [[nodiscard]] const Persona* fallback() const;
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    /// All that new sessions may summon, in the order of configuration.
    [[nodiscard]] std::vector<const Persona*> list() const;

    /// Notes that the session talks to the persona now, and to no other.
    void talks(const std::string& session_id, const std::string& persona_id);
    void leaves(std::string_view session_id);

    /// Hosts the identity: one that was deregistered as it was, a new one as the default persona
    /// under another name. Nothing when it is hosted already, or when there are too many.
    void add(std::string_view id);
    /// Hosts the persona, in the place of one that has its id. @return whether there was room
    bool define(Persona persona);
    /// Takes the identity from the list; who talks to it may go on.
    void remove(std::string_view id);

  private:
    struct Entry {
        Persona persona;
        bool retired = false;
        std::set<std::string, std::less<>> served;  // while retired: who may go on
    };
    void make_room();

    std::list<Entry> entries_;
    std::string default_id_;
    std::list<std::pair<std::string, std::string>> talks_;  // session, persona; the last is first
};

}  // namespace utter::orchestrator
