#include "utter/session/session_fields.hpp"

#include <algorithm>
#include <array>

namespace utter::session {
namespace {

using enum WireType;

constexpr std::string_view session_1 = "OVOS-SESSION-1";
constexpr std::string_view pipeline_1 = "OVOS-PIPELINE-1";
constexpr std::string_view transform_1 = "OVOS-TRANSFORM-1";

// What the client prefers over the deployment's configuration, or has observed.
constexpr FieldRule preference(std::string_view name, WireType type, std::string_view owner) {
    return {name, type, FieldClass::override, Intake::replaces, Completion::ignored, false, owner};
}

// A preference that plugins may not touch either.
constexpr FieldRule imposed(std::string_view name, WireType type, std::string_view owner) {
    return {name, type, FieldClass::override, Intake::replaces, Completion::ignored, true, owner};
}

// What the assistant remembers of the conversation.
constexpr FieldRule record(std::string_view name,
                           WireType type,
                           Intake intake,
                           Completion completion,
                           std::string_view owner) {
    return {name, type, FieldClass::state, intake, completion, false, owner};
}

constexpr auto registry = std::to_array<FieldRule>({
    {"session_id",
     text,
     FieldClass::identity,
     Intake::has_no_say,
     Completion::ignored,
     false,
     session_1},
    preference("lang", text, session_1),
    preference("secondary_langs", string_list, session_1),
    preference("output_lang", text, session_1),
    preference("stt_lang", text, session_1),
    preference("request_lang", text, session_1),
    preference("detected_lang", text, session_1),
    imposed("pipeline", string_list, pipeline_1),
    record("intent_context", object, Intake::by_entry, Completion::by_entry, "OVOS-CONTEXT-1"),
    record("active_handlers", handler_list, Intake::replaces, Completion::removals, pipeline_1),
    record("converse_handlers",
           handler_list,
           Intake::replaces,
           Completion::removals,
           "OVOS-CONVERSE-1"),
    record("response_mode", object, Intake::replaces, Completion::replaces, "OVOS-CONVERSE-1"),
    preference("fallback_handlers", string_list, "OVOS-FALLBACK-1"),
    record("persona_id", string, Intake::replaces, Completion::replaces, "OVOS-PERSONA-1"),
    imposed("audio_transformers", string_list, transform_1),
    imposed("utterance_transformers", string_list, transform_1),
    imposed("metadata_transformers", string_list, transform_1),
    imposed("intent_transformers", string_list, transform_1),
    imposed("dialog_transformers", string_list, transform_1),
    imposed("tts_transformers", string_list, transform_1),
    imposed("blacklisted_skills", string_list, pipeline_1),
    imposed("blacklisted_intents", string_list, pipeline_1),
    imposed("blacklisted_pipelines", string_list, pipeline_1),
    imposed("blacklisted_audio_transformers", string_list, transform_1),
    imposed("blacklisted_utterance_transformers", string_list, transform_1),
    imposed("blacklisted_metadata_transformers", string_list, transform_1),
    imposed("blacklisted_intent_transformers", string_list, transform_1),
    imposed("blacklisted_dialog_transformers", string_list, transform_1),
    imposed("blacklisted_tts_transformers", string_list, transform_1),
    imposed("site_id", text, "OVOS-BRIDGE-1"),
    {"location",
     object,
     FieldClass::declaration,
     Intake::replaces,
     Completion::ignored,
     false,
     session_1},
});

bool is_handler_entry(const json::value& value) {
    const auto* entry = value.if_object();
    if (entry == nullptr) return false;
    const auto* id = entry->if_contains("skill_id");
    const auto* at = entry->if_contains("activated_at");
    return id != nullptr && id->is_string() && at != nullptr && at->is_number();
}

}  // namespace

std::span<const FieldRule> fields() noexcept {
    return registry;
}

const FieldRule* find_field(std::string_view name) noexcept {
    const auto* it = std::ranges::find(registry, name, &FieldRule::name);
    return it == registry.end() ? nullptr : it;
}

bool has_wire_type(const FieldRule& rule, const json::value& value) noexcept {
    switch (rule.type) {
        case text:
            return value.is_string() && !value.get_string().empty();
        case string:
            return value.is_string();
        case object:
            return value.is_object();
        case string_list:
            return value.is_array() &&
                   std::ranges::all_of(value.get_array(),
                                       [](const json::value& v) { return v.is_string(); });
        case handler_list:
            return value.is_array() && std::ranges::all_of(value.get_array(), is_handler_entry);
    }
    return false;
}

}  // namespace utter::session
