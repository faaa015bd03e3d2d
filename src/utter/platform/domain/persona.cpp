#include "utter/platform/domain/persona.hpp"

#include <algorithm>

namespace utter::platform {
namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

}  // namespace

std::vector<FieldFault> check(const PersonaFields& fields) {
    constexpr std::uint32_t memory_max = 100;
    constexpr std::uint32_t answer_tokens_max = 65'536;
    constexpr std::size_t tools_max = 256;
    std::vector<FieldFault> faults;
    check_text(faults, "name", fields.name, {.characters_max = 100, .required = true});
    check_text(faults, "description", fields.description, {.characters_max = 2'000, .lines = true});
    check_text(
        faults, "system_prompt", fields.system_prompt, {.characters_max = 32'000, .lines = true});
    if (!fields.provider.empty() && !is_persona_id(fields.provider)) {
        faults.push_back({"provider", "must be 1 to 64 of A-Z, a-z, 0-9, '_' and '-'"});
    }
    check_text(faults, "model", fields.model, {.characters_max = 200});
    if (!fields.voice_id.empty() && !is_uuid(fields.voice_id)) {
        faults.push_back({"voice_id", "must be the id of a voice, a UUID in lower case"});
    }
    if (fields.memory > memory_max) faults.push_back({"memory", "must be 0 to 100"});
    // Written so that a NaN is refused.
    if (fields.temperature && !(*fields.temperature >= 0 && *fields.temperature <= 2)) {
        faults.push_back({"temperature", "must be 0 to 2"});
    }
    if (fields.max_tokens && (*fields.max_tokens == 0 || *fields.max_tokens > answer_tokens_max)) {
        faults.push_back({"max_tokens", "must be 1 to 65536"});
    }
    if (fields.tools.size() > tools_max) {
        faults.push_back({"tools", "has more than 256 members"});
    } else {
        for (std::size_t i = 0; i < fields.tools.size(); ++i) {
            check_text(faults,
                       "tools[" + std::to_string(i) + "]",
                       fields.tools[i],
                       {.characters_max = 200, .required = true});
        }
    }
    return faults;
}

bool is_persona_id(std::string_view text) noexcept {
    return !text.empty() && text.size() <= persona_id_bytes_max &&
           std::ranges::all_of(text, is_name_character);
}

std::string persona_id_from(std::string_view name, unsigned number) {
    const auto suffix = number < 2 ? std::string() : "-" + std::to_string(number);
    std::string id;
    for (const char c : name) {
        if (id.size() + suffix.size() == persona_id_bytes_max) break;
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            id += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
    }
    if (!id.empty() && id.back() == '-') id.pop_back();
    if (id.empty()) id = "persona";
    return id + suffix;
}

}  // namespace utter::platform
