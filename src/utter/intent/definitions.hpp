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

/// A named list of phrases that a keyword intent looks for.
struct KeywordVocabulary {
    std::string name;
    std::vector<std::string> samples;  ///< slot-free templates

    friend bool operator==(const KeywordVocabulary&, const KeywordVocabulary&) = default;
};

/// One keyword intent in one language, as `ovos.intent.register.keyword` carries it
/// (OVOS-INTENT-4 section 5). A name stands under one role only; twice within one role means the
/// union of its samples.
struct KeywordDefinition {
    std::string skill_id;
    std::string intent_name;
    std::string lang;  ///< BCP-47, compared case-insensitively
    std::vector<KeywordVocabulary> required;
    std::vector<KeywordVocabulary> optional;
    std::vector<std::vector<KeywordVocabulary>> one_of;  ///< of each group at least one
    std::vector<KeywordVocabulary> excluded;

    friend bool operator==(const KeywordDefinition&, const KeywordDefinition&) = default;
};

}  // namespace utter::intent
