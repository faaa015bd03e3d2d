#pragma once

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"

/// What the two names of a topic carry differently: each function makes the payload of the other
/// name from a message of the one. Pure; any thread. Fields nobody renamed are kept.
namespace utter::legacy {

/// The payload as it is.
[[nodiscard]] json::object same_payload(const Message& message);
/// The payload with both names of "the microphone opens afterwards": `listen` of the specification
/// and `expect_response` of the older programs.
[[nodiscard]] json::object speak_payload(const Message& message);
/// `{binary_data, audio_ext}` in hex to `{audio, mime}` in base64.
[[nodiscard]] json::object audio_to_spec(const Message& message);
/// `{audio, mime}` in base64 to `{binary_data, audio_ext}` in hex.
[[nodiscard]] json::object audio_to_legacy(const Message& message);
/// `{intent_name: "<skill_id>:<name>"}` to `{skill_id, intent_name}`, without the name's ".intent".
[[nodiscard]] json::object detach_to_spec(const Message& message);
/// `{skill_id, intent_name}` to `{intent_name: "<skill_id>:<name>"}`.
[[nodiscard]] json::object detach_to_legacy(const Message& message);
/// `{skill_id, intent_name}` to `{intent_name}` alone.
[[nodiscard]] json::object toggle_to_legacy(const Message& message);
/// `{skill_id}` to `{path, id, name}`.
[[nodiscard]] json::object loaded_to_legacy(const Message& message);
/// `{skills: [{skill_id}]}` to `{<skill_id>: {active, id}}`.
[[nodiscard]] json::object skills_list_to_legacy(const Message& message);

}  // namespace utter::legacy
