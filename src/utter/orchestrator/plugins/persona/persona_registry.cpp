#include "utter/orchestrator/plugins/persona/persona_registry.hpp"

#include <algorithm>

#include "utter/core/topic.hpp"
#include "utter/intent/normalizer.hpp"

namespace utter::orchestrator {

PersonaRegistry::PersonaRegistry(std::vector<Persona> personas, std::string_view default_id)
    : default_id_(default_id) {
    for (auto& persona : personas) entries_.push_back({std::move(persona), false, {}});
}

const Persona* PersonaRegistry::find(std::string_view id, std::string_view session_id) const {
    for (const auto& entry : entries_) {
        if (entry.persona.id != id) continue;
        return !entry.retired || entry.served.contains(session_id) ? &entry.persona : nullptr;
    }
    return nullptr;
}

const Persona* PersonaRegistry::named(std::string_view spoken, std::string_view lang) const {
    const intent::Normalizer normalizer(lang);
    const auto wanted = normalizer.text(spoken);
    if (!wanted || wanted->empty()) return nullptr;
    for (const auto* persona : list()) {
        const auto name = normalizer.text(persona->name);
        const auto id = normalizer.text(persona->id);
        if ((name && *name == *wanted) || (id && *id == *wanted)) return persona;
    }
    return nullptr;
}

const Persona* PersonaRegistry::fallback() const {
    const auto personas = list();
    const auto it = std::ranges::find(personas, default_id_, &Persona::id);
    if (it != personas.end()) return *it;
    return personas.empty() ? nullptr : personas.front();
}

std::vector<const Persona*> PersonaRegistry::list() const {
    std::vector<const Persona*> out;
    for (const auto& entry : entries_) {
        if (!entry.retired) out.push_back(&entry.persona);
    }
    return out;
}

void PersonaRegistry::talks(const std::string& session_id, const std::string& persona_id) {
    const auto it = std::ranges::find(talks_, session_id, &decltype(talks_)::value_type::first);
    if (it != talks_.end() && it->second == persona_id) {
        talks_.splice(talks_.begin(), talks_, it);
        return;
    }
    leaves(session_id);
    talks_.emplace_front(session_id, persona_id);
    if (talks_.size() > talks_max) talks_.pop_back();
}

void PersonaRegistry::leaves(std::string_view session_id) {
    std::erase_if(talks_, [&](const auto& talk) { return talk.first == session_id; });
    for (auto& entry : entries_) {
        const auto it = entry.served.find(session_id);
        if (it != entry.served.end()) entry.served.erase(it);
    }
}

void PersonaRegistry::make_room() {
    if (entries_.size() < personas_max) return;
    std::erase_if(entries_, [](const Entry& e) { return e.retired && e.served.empty(); });
}

void PersonaRegistry::add(std::string_view id) {
    if (!is_identifier(id)) return;
    const auto it =
        std::ranges::find_if(entries_, [id](const Entry& e) { return e.persona.id == id; });
    if (it != entries_.end()) {
        it->retired = false;
        it->served.clear();
        return;
    }
    make_room();
    const auto* model = fallback();
    if (model == nullptr || entries_.size() >= personas_max) return;
    auto made = *model;
    made.id = id;
    made.name = id;
    entries_.push_back({std::move(made), false, {}});
}

bool PersonaRegistry::define(Persona persona) {
    const auto it = std::ranges::find_if(
        entries_, [&](const Entry& entry) { return entry.persona.id == persona.id; });
    if (it != entries_.end()) {
        *it = Entry{std::move(persona), false, {}};
        return true;
    }
    make_room();
    if (entries_.size() >= personas_max) return false;
    entries_.push_back({std::move(persona), false, {}});
    return true;
}

void PersonaRegistry::remove(std::string_view id) {
    for (auto& entry : entries_) {
        if (entry.persona.id != id || entry.retired) continue;
        entry.retired = true;
        for (const auto& [session_id, persona_id] : talks_) {
            if (persona_id == id) entry.served.insert(session_id);
        }
    }
}

}  // namespace utter::orchestrator
