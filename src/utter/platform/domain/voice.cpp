#include "utter/platform/domain/voice.hpp"

namespace utter::platform {

std::string_view to_string(VoiceStatus status) noexcept {
    switch (status) {
        case VoiceStatus::untrained:
            return "untrained";
        case VoiceStatus::training:
            return "training";
        case VoiceStatus::ready:
            return "ready";
        case VoiceStatus::failed:
            return "failed";
    }
    return "untrained";
}

std::vector<FieldFault> check(const VoiceFields& fields) {
    std::vector<FieldFault> faults;
    check_text(faults, "name", fields.name, {.characters_max = 100, .required = true});
    check_text(faults, "description", fields.description, {.characters_max = 2'000, .lines = true});
    if (!is_language_tag(fields.lang)) {
        faults.push_back({"lang", "must be a BCP-47 language tag, for example \"en-US\""});
    }
    return faults;
}

}  // namespace utter::platform
