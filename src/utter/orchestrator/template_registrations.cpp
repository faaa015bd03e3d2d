#include "utter/orchestrator/template_registrations.hpp"

#include <optional>
#include <utility>

#include "utter/intent/definition_json.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {

TemplateRegistrations::TemplateRegistrations(bus::Bus& bus,
                                             runtime::EventLoop& loop,
                                             TemplateStore& store,
                                             Refusals refusals)
    : store_(store), refusals_(refusals) {
    for (const auto* topic : {"ovos.intent.register.template",
                              "ovos.entity.register",
                              "ovos.intent.deregister",
                              "ovos.entity.deregister",
                              "ovos.skill.deregister",
                              "ovos.intent.enable",
                              "ovos.intent.disable"}) {
        subscriptions_.push_back(bus.subscribe(
            topic, loop, [this](const Message& message) { on_registration(message); }));
    }
}

void TemplateRegistrations::refuse(const Message& message, const std::string& reason) const {
    if (refusals_ == Refusals::logged) log_registration_refused(message, reason);
}

void TemplateRegistrations::on_registration(const Message& message) {
    const auto& topic = message.type();
    if (topic == "ovos.intent.register.template") return add_intent(message);
    if (topic == "ovos.entity.register") return add_entity(message);
    const auto scope = session::session_id_of(message.context());
    const auto skill_id = message.data_string("skill_id");
    const auto intent_name = message.data_string("intent_name");
    const auto lang_text = message.data_string("lang");
    const auto lang = lang_text.empty() ? std::nullopt : std::optional(lang_text);
    if (topic == "ovos.intent.deregister") {
        store_.remove_intent(skill_id, intent_name, lang, scope);
        registered_.remove_intent(scope, skill_id, intent_name, lang);
    } else if (topic == "ovos.entity.deregister") {
        store_.remove_entity(skill_id, message.data_string("entity_name"), lang, scope);
    } else if (topic == "ovos.skill.deregister") {
        store_.remove_skill(skill_id, scope);
        registered_.remove_skill(scope, skill_id);
    } else {
        store_.set_enabled(skill_id, intent_name, lang, topic == "ovos.intent.enable", scope);
    }
}

void TemplateRegistrations::add_intent(const Message& message) {
    const auto definition = intent::template_from_json(message.data());
    if (!definition) return refuse(message, definition.error().detail);
    auto gates = ContextGates::read(message.data());
    if (!gates) return refuse(message, gates.error().detail);
    const auto scope = session::session_id_of(message.context());
    const auto added = store_.add(*definition, scope);
    if (!added) return refuse(message, added.error().detail);
    registered_.add(
        scope, definition->skill_id, definition->intent_name, definition->lang, std::move(*gates));
}

void TemplateRegistrations::add_entity(const Message& message) {
    const auto definition = intent::entity_from_json(message.data());
    if (!definition) return refuse(message, definition.error().detail);
    const auto added = store_.add(*definition, session::session_id_of(message.context()));
    if (!added) refuse(message, added.error().detail);
}

}  // namespace utter::orchestrator
