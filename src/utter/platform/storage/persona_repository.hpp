#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "utter/core/result.hpp"
#include "utter/platform/domain/persona.hpp"
#include "utter/platform/storage/page.hpp"

namespace utter::platform {

/// Port: personas. Threads, durability and io errors as at VoiceRepository.
class PersonaRepository {
  public:
    PersonaRepository() = default;
    virtual ~PersonaRepository() = default;
    PersonaRepository(const PersonaRepository&) = delete;
    PersonaRepository& operator=(const PersonaRepository&) = delete;
    PersonaRepository(PersonaRepository&&) = delete;
    PersonaRepository& operator=(PersonaRepository&&) = delete;

    /// Its id is made from the name, with a number behind when that is taken; it stays when the
    /// name changes.
    /// @return invalid_argument naming the fields, 'voice_id' for one that does not exist; limit
    ///         when there are too many personas
    [[nodiscard]] virtual Result<Persona> create(const PersonaFields& fields) = 0;

    /// @return not_found
    [[nodiscard]] virtual Result<Persona> get(const std::string& id) = 0;

    /// Oldest first. @return invalid_argument naming 'limit' or 'after'
    [[nodiscard]] virtual Result<Page<Persona>> list(const PageRequest& page) = 0;

    /// Replaces the fields.
    /// @param revision what the caller has seen; absent: whatever is there
    /// @return not_found, invalid_argument, or conflict when it has another revision now
    [[nodiscard]] virtual Result<Persona> update(const std::string& id,
                                                 const PersonaFields& fields,
                                                 std::optional<std::int64_t> revision) = 0;

    /// What was said to it stays. @return not_found, or conflict as update()
    [[nodiscard]] virtual Result<void> remove(const std::string& id,
                                              std::optional<std::int64_t> revision) = 0;
};

}  // namespace utter::platform
