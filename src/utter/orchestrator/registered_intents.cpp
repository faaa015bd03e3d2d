#include "utter/orchestrator/registered_intents.hpp"

#include <set>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/language.hpp"

namespace utter::orchestrator {
namespace {

using KeyView = std::tuple<std::string_view, std::string_view, std::string_view>;

}  // namespace

void RegisteredIntents::add(std::string_view session_id,
                            std::string_view skill_id,
                            std::string_view intent_name,
                            std::string_view lang,
                            ContextGates gates) {
    Entry& entry = entries_[Key(session_id, skill_id, intent_name)];
    entry.langs.insert_or_assign(intent::fold_tag(lang), lang);
    gated_ += (gates.empty() ? 0U : 1U);
    gated_ -= (entry.gates.empty() ? 0U : 1U);
    entry.gates = std::move(gates);
}

RegisteredIntents::Entries::iterator RegisteredIntents::erase(Entries::iterator entry) {
    gated_ -= (entry->second.gates.empty() ? 0U : 1U);
    return entries_.erase(entry);
}

void RegisteredIntents::remove_intent(std::string_view session_id,
                                      std::string_view skill_id,
                                      std::string_view intent_name,
                                      std::optional<std::string_view> lang) {
    const auto entry = entries_.find(KeyView(session_id, skill_id, intent_name));
    if (entry == entries_.end()) return;
    if (lang) entry->second.langs.erase(intent::fold_tag(*lang));
    if (!lang || entry->second.langs.empty()) erase(entry);
}

void RegisteredIntents::remove_skill(std::string_view session_id, std::string_view skill_id) {
    auto entry = entries_.lower_bound(KeyView(session_id, skill_id, ""));
    while (entry != entries_.end() && std::get<0>(entry->first) == session_id &&
           std::get<1>(entry->first) == skill_id) {
        entry = erase(entry);
    }
}

bool RegisteredIntents::admits(const session::Session& session,
                               std::string_view skill_id,
                               std::string_view intent_name) const {
    if (gated_ == 0) return true;
    for (const auto scope : {session.id(), session::default_session_id}) {
        const auto entry = entries_.find(KeyView(scope, skill_id, intent_name));
        if (entry != entries_.end() && !entry->second.gates.empty()) {
            return entry->second.gates.admit(session.context(), skill_id);
        }
    }
    return true;
}

std::vector<PluginIntent> RegisteredIntents::list() const {
    std::set<std::tuple<std::string_view, std::string_view, std::string_view>> seen;
    std::vector<PluginIntent> out;
    for (const auto& [key, entry] : entries_) {
        const auto& [session_id, skill_id, intent_name] = key;
        for (const auto& [folded, lang] : entry.langs) {
            if (seen.emplace(skill_id, intent_name, folded).second) {
                out.push_back({skill_id, intent_name, lang});
            }
        }
    }
    return out;
}

void log_registration_refused(const Message& message, std::string_view reason) {
    const bool entity = message.type() == "ovos.entity.register";
    log::warning("intent.registration_refused",
                 {{"skill_id", message.data_string("skill_id")},
                  {entity ? "entity_name" : "intent_name",
                   message.data_string(entity ? "entity_name" : "intent_name")},
                  {"lang", message.data_string("lang")},
                  {"topic", message.type()},
                  {"reason", reason}});
}

}  // namespace utter::orchestrator
