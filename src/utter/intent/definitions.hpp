#pragma once

#include <map>
#include <string>
#include <vector>

namespace utter::intent {

/// One template intent in one language, as `ovos.intent.register.template` carries it
/// (OVOS-INTENT-4 section 6). All slot names are bare, without a type prefix.
struct TemplateDefinition {
    std::string skill_id;
    std::string intent_name;
    std::string lang;                    ///< BCP-47, compared case-insensitively
    std::vector<std::string> samples;    ///< OVOS-INTENT-1 templates, `<voc>` already inlined
    std::vector<std::string> blacklist;  ///< phrases that suppress the intent
    std::vector<std::string> required_slots;
    std::map<std::string, std::vector<std::string>> slot_blacklist;
    std::map<std::string, std::string> slot_types;  ///< bare slot name to registered type

    friend bool operator==(const TemplateDefinition&, const TemplateDefinition&) = default;
};

/// Example values of a slot, as `ovos.entity.register` carries them (OVOS-INTENT-4 section 7).
/// Never a closed list: values outside it stay matchable.
struct EntityDefinition {
    std::string skill_id;
    std::string entity_name;  ///< the slot the values are for
    std::string lang;
    std::vector<std::string> samples;  ///< slot-free templates

    friend bool operator==(const EntityDefinition&, const EntityDefinition&) = default;
};

}  // namespace utter::intent
