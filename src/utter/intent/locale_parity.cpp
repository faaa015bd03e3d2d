#include "utter/intent/locale_language.hpp"

namespace utter::intent::detail {
namespace {

// A blacklist says what one language needs to keep apart, a prompt may be written in one only.
bool needs_counterparts(LocaleRole role) {
    return role != LocaleRole::blacklist && role != LocaleRole::prompt;
}

}  // namespace

void compare_languages(const std::map<std::string, std::set<ResourceId>>& owned,
                       const std::map<std::string, LanguageFacts>& facts,
                       LocaleReport& report) {
    using Kind = ParityGap::Kind;
    std::set<ResourceId> all;
    std::map<std::string, std::set<std::string>> all_slots;
    for (const auto& [lang, ids] : owned) {
        all.insert(ids.begin(), ids.end());
        for (const auto& [intent, slots] : facts.at(lang).intent_slots) {
            all_slots[intent].insert(slots.begin(), slots.end());
        }
    }
    for (const auto& [lang, ids] : owned) {
        const LanguageFacts& known = facts.at(lang);
        for (const auto& id : all) {
            const auto& [role, name] = id;
            const bool is_error =
                role == LocaleRole::voc && known.undefined_vocabularies.contains(name);
            if (needs_counterparts(role) && !ids.contains(id) && !is_error) {
                report.gaps.push_back({Kind::missing_resource, lang, role, name, {}});
            }
        }
        for (const auto& [intent, slots] : known.intent_slots) {
            for (const std::string& slot : all_slots[intent]) {
                if (!slots.contains(slot)) {
                    report.gaps.push_back(
                        {Kind::missing_slot, lang, LocaleRole::intent, intent, slot});
                }
            }
        }
        for (const std::string& slot : known.untyped_slots) {
            if (!all.contains({LocaleRole::entity, slot})) {
                report.gaps.push_back({Kind::missing_entity, lang, LocaleRole::entity, slot, {}});
            }
        }
    }
}

}  // namespace utter::intent::detail
