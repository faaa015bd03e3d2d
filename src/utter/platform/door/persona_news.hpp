#pragma once

#include "utter/core/message.hpp"
#include "utter/platform/door/services.hpp"

namespace utter::platform {

/// Topic of our own: there is a persona, and this is what it is. Whoever hosts personas takes it in
/// or changes it. Data: `persona_id`, `name`, `system_prompt`, `provider`, `model`, `memory`,
/// `tools`, and where they are set `temperature` and `max_tokens`.
inline constexpr std::string_view define_topic = "utter.persona.define";

[[nodiscard]] Message define_message(const Persona& persona);

/// Tells of every persona. On the store's executor.
void tell_of_personas(Services& services);

}  // namespace utter::platform
