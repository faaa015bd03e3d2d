#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/instant.hpp"
#include "utter/platform/domain/field_fault.hpp"

/// Personas that applications manage. Pure; any thread. Spec: seed "nobody" sections 4 and 8.
namespace utter::platform {

/// What people decide about a persona. The same settings as `[persona.NAME]` of the configuration.
struct PersonaFields {
    std::string name;           ///< 1 .. 100 characters on one line
    std::string description;    ///< up to 2000 characters
    std::string system_prompt;  ///< up to 32,000 characters
    std::string provider;  ///< an entry of `[llm.NAME]`, [A-Za-z0-9_-]{1,64}; empty: the only one
    std::string model;     ///< up to 200 characters; empty: the provider's own choice
    std::string voice_id;  ///< of a Voice; empty: the engine's own voice
    std::uint32_t memory = 10;            ///< 0 .. 100 turns of a session it remembers
    std::optional<double> temperature{};  ///< 0 .. 2; absent: the provider's own
    std::optional<std::uint32_t>
        max_tokens{};                  ///< 1 .. 65536 of an answer; absent: no limit of ours
    std::vector<std::string> tools{};  ///< "toolbox", "toolbox/tool" or "*", at most 256

    friend bool operator==(const PersonaFields&, const PersonaFields&) = default;
};

/// Everything that is wrong with the fields; empty when nothing is. Whether the provider and the
/// voice exist is for those who know them.
[[nodiscard]] std::vector<FieldFault> check(const PersonaFields& fields);

struct Persona {
    std::string id;  ///< what `session.persona_id` says: [A-Za-z0-9_-]{1,64}
    PersonaFields fields;
    Time created_at{};
    Time updated_at{};
    std::int64_t revision = 1;  ///< grows with each change; for ETags

    friend bool operator==(const Persona&, const Persona&) = default;
};

inline constexpr std::size_t persona_id_bytes_max = 64;

/// Whether `text` can be a persona's id: [A-Za-z0-9_-]{1,64}.
[[nodiscard]] bool is_persona_id(std::string_view text) noexcept;

/// The id made from a name: its ASCII letters (in lower case) and digits, everything between them
/// one '-': "Dr. Watson" is "dr-watson". A name with neither is "persona".
/// @param number 1 adds nothing, 2 and more add "-2" and so on, for the second of that name
[[nodiscard]] std::string persona_id_from(std::string_view name, unsigned number = 1);

}  // namespace utter::platform
