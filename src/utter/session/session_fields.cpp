#include "utter/session/session_fields.hpp"

#include <algorithm>
#include <array>

namespace utter::session {
namespace {

using enum WireType;
using enum FieldClass;

constexpr auto registry = std::to_array<FieldRule>({
    {"session_id", string, identity, false, "OVOS-SESSION-1"},
    {"lang", string, FieldClass::override, false, "OVOS-SESSION-1"},
    {"secondary_langs", string_list, FieldClass::override, false, "OVOS-SESSION-1"},
    {"output_lang", string, FieldClass::override, false, "OVOS-SESSION-1"},
    {"stt_lang", string, FieldClass::override, false, "OVOS-SESSION-1"},
    {"request_lang", string, FieldClass::override, false, "OVOS-SESSION-1"},
    {"detected_lang", string, FieldClass::override, false, "OVOS-SESSION-1"},
    {"pipeline", string_list, FieldClass::override, true, "OVOS-PIPELINE-1"},
    {"intent_context", object, state, false, "OVOS-CONTEXT-1"},
    {"active_handlers", handler_list, state, false, "OVOS-PIPELINE-1"},
    {"converse_handlers", handler_list, state, false, "OVOS-CONVERSE-1"},
    {"response_mode", object, state, false, "OVOS-CONVERSE-1"},
    {"fallback_handlers", string_list, FieldClass::override, false, "OVOS-FALLBACK-1"},
    {"persona_id", string, state, false, "OVOS-PERSONA-1"},
    {"audio_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"utterance_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"metadata_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"intent_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"dialog_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"tts_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"blacklisted_skills", string_list, FieldClass::override, true, "OVOS-PIPELINE-1"},
    {"blacklisted_intents", string_list, FieldClass::override, true, "OVOS-PIPELINE-1"},
    {"blacklisted_pipelines", string_list, FieldClass::override, true, "OVOS-PIPELINE-1"},
    {"blacklisted_audio_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"blacklisted_utterance_transformers",
     string_list,
     FieldClass::override,
     true,
     "OVOS-TRANSFORM-1"},
    {"blacklisted_metadata_transformers",
     string_list,
     FieldClass::override,
     true,
     "OVOS-TRANSFORM-1"},
    {"blacklisted_intent_transformers",
     string_list,
     FieldClass::override,
     true,
     "OVOS-TRANSFORM-1"},
    {"blacklisted_dialog_transformers",
     string_list,
     FieldClass::override,
     true,
     "OVOS-TRANSFORM-1"},
    {"blacklisted_tts_transformers", string_list, FieldClass::override, true, "OVOS-TRANSFORM-1"},
    {"site_id", string, FieldClass::override, true, "OVOS-BRIDGE-1"},
    {"location", object, declaration, false, "OVOS-SESSION-1"},
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
