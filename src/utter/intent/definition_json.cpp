#include "utter/intent/definition_json.hpp"

#include <optional>
#include <utility>

namespace utter::intent {
namespace {

json::array to_array(const std::vector<std::string>& strings) {
    return json::array(strings.begin(), strings.end());
}

std::string shape_error(std::string_view field, std::string_view expected, const json::value* got) {
    return "field '" + std::string(field) + "' must be " + std::string(expected) + ", got " +
           std::string(got == nullptr ? "nothing" : describe_type(*got));
}

// Reads fields one after another and keeps the first complaint.
class Reader {
  public:
    explicit Reader(const json::object& data) : data_(data) {}

    std::string required_string(std::string_view field) {
        const auto text = string_or_empty(data_, field);
        if (text.empty()) complain(field, "a non-empty string", data_.if_contains(field));
        return std::string(text);
    }

    std::vector<std::string> strings(std::string_view field, bool required = false) {
        const auto* value = data_.if_contains(field);
        if (value == nullptr && !required) return {};
        return strings_of(field, value);
    }

    std::map<std::string, std::vector<std::string>> string_lists(std::string_view field) {
        std::map<std::string, std::vector<std::string>> out;
        for_each_member(field, [&](std::string_view key, const json::value& value) {
            out[std::string(key)] = strings_of(field, &value);
        });
        return out;
    }

    std::map<std::string, std::string> string_map(std::string_view field) {
        std::map<std::string, std::string> out;
        for_each_member(field, [&](std::string_view key, const json::value& value) {
            if (const auto* text = value.if_string()) {
                out[std::string(key)] = *text;
            } else {
                complain(field, "an object of strings", &value);
            }
        });
        return out;
    }

    std::vector<KeywordVocabulary> vocabularies(std::string_view field) {
        const auto* value = data_.if_contains(field);
        if (value == nullptr) return {};
        return vocabularies_of(field, *value);
    }

    std::vector<std::vector<KeywordVocabulary>> groups(std::string_view field) {
        std::vector<std::vector<KeywordVocabulary>> out;
        const auto* value = data_.if_contains(field);
        if (value == nullptr) return out;
        if (!value->is_array()) {
            complain(field, "an array of arrays", value);
            return out;
        }
        for (const auto& group : value->get_array()) out.push_back(vocabularies_of(field, group));
        return out;
    }

    template <class T>
    Result<T> finish(T value) {
        if (fault_) return fail(ErrorCode::malformed, std::move(*fault_));
        return value;
    }

  private:
    void complain(std::string_view field, std::string_view expected, const json::value* got) {
        if (!fault_) fault_ = shape_error(field, expected, got);
    }

    std::vector<std::string> strings_of(std::string_view field, const json::value* value) {
        const auto* list = value == nullptr ? nullptr : value->if_array();
        if (list == nullptr) {
            complain(field, "an array of strings", value);
            return {};
        }
        std::vector<std::string> out;
        for (const auto& member : *list) {
            if (const auto* text = member.if_string()) {
                out.emplace_back(*text);
            } else {
                complain(field, "an array of strings", &member);
            }
        }
        return out;
    }

    std::vector<KeywordVocabulary> vocabularies_of(std::string_view field,
                                                   const json::value& value) {
        std::vector<KeywordVocabulary> out;
        if (!value.is_array()) {
            complain(field, "an array", &value);
            return out;
        }
        for (const auto& descriptor : value.get_array()) {
            const auto* object = descriptor.if_object();
            if (object == nullptr) {
                complain(field, "an array of objects", &descriptor);
                continue;
            }
            const auto name = string_or_empty(*object, "name");
            if (name.empty()) {
                complain(std::string(field) + ".name",
                         "a non-empty string",
                         object->if_contains("name"));
            }
            out.push_back({std::string(name), strings_under(*object, "samples")});
        }
        return out;
    }

    template <class F>
    void for_each_member(std::string_view field, F&& take) {
        const auto* value = data_.if_contains(field);
        if (value == nullptr) return;
        if (const auto* object = value->if_object()) {
            for (const auto& [key, member] : *object) take(std::string_view(key), member);
        } else {
            complain(field, "an object", value);
        }
    }

    const json::object& data_;
    std::optional<std::string> fault_;
};

}  // namespace

json::object to_json(const TemplateDefinition& definition) {
    json::object out{{"skill_id", definition.skill_id},
                     {"intent_name", definition.intent_name},
                     {"lang", definition.lang},
                     {"samples", to_array(definition.samples)}};
    if (!definition.blacklist.empty()) out["blacklist"] = to_array(definition.blacklist);
    if (!definition.required_slots.empty()) {
        out["required_slots"] = to_array(definition.required_slots);
    }
    if (!definition.slot_blacklist.empty()) {
        json::object lists;
        for (const auto& [slot, values] : definition.slot_blacklist) lists[slot] = to_array(values);
        out["slot_blacklist"] = std::move(lists);
    }
    if (!definition.slot_types.empty()) {
        json::object types;
        for (const auto& [slot, type] : definition.slot_types) types[slot] = type;
        out["slot_types"] = std::move(types);
    }
    return out;
}

json::object to_json(const EntityDefinition& definition) {
    return {{"skill_id", definition.skill_id},
            {"entity_name", definition.entity_name},
            {"lang", definition.lang},
            {"samples", to_array(definition.samples)}};
}

Result<TemplateDefinition> template_from_json(const json::object& data) {
    Reader reader(data);
    TemplateDefinition definition;
    definition.skill_id = reader.required_string("skill_id");
    definition.intent_name = reader.required_string("intent_name");
    definition.lang = reader.required_string("lang");
    definition.samples = reader.strings("samples", true);
    definition.blacklist = reader.strings("blacklist");
    definition.required_slots = reader.strings("required_slots");
    definition.slot_blacklist = reader.string_lists("slot_blacklist");
    definition.slot_types = reader.string_map("slot_types");
    return reader.finish(std::move(definition));
}

Result<EntityDefinition> entity_from_json(const json::object& data) {
    Reader reader(data);
    EntityDefinition definition;
    definition.skill_id = reader.required_string("skill_id");
    definition.entity_name = reader.required_string("entity_name");
    definition.lang = reader.required_string("lang");
    definition.samples = reader.strings("samples", true);
    return reader.finish(std::move(definition));
}

Result<KeywordDefinition> keyword_from_json(const json::object& data) {
    Reader reader(data);
    KeywordDefinition definition;
    definition.skill_id = reader.required_string("skill_id");
    definition.intent_name = reader.required_string("intent_name");
    definition.lang = reader.required_string("lang");
    definition.required = reader.vocabularies("required");
    definition.optional = reader.vocabularies("optional");
    definition.one_of = reader.groups("one_of");
    definition.excluded = reader.vocabularies("excluded");
    return reader.finish(std::move(definition));
}

}  // namespace utter::intent
