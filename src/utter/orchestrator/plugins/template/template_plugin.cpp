#include "utter/orchestrator/plugins/template/template_plugin.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/definition_json.hpp"

namespace utter::orchestrator {
namespace {

// OVOS-INTENT-4 fixes what such a line must name, so that an author can find the registration.
void log_refusal(const Message& message, const std::string& reason) {
    const bool entity = message.type() == "ovos.entity.register";
    log::warning("intent.registration_refused",
                 {{"skill_id", message.data_string("skill_id")},
                  {entity ? "entity_name" : "intent_name",
                   message.data_string(entity ? "entity_name" : "intent_name")},
                  {"lang", message.data_string("lang")},
                  {"topic", message.type()},
                  {"reason", reason}});
}

}  // namespace

TemplatePlugin::TemplatePlugin(bus::Bus& bus, runtime::EventLoop& loop) {
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

void TemplatePlugin::on_registration(const Message& message) {
    const auto& topic = message.type();
    const auto session = session::Session::read(message.context());
    const auto scope = session.id();
    const auto skill_id = message.data_string("skill_id");
    const auto intent_name = message.data_string("intent_name");
    const auto lang_text = message.data_string("lang");
    const auto lang = lang_text.empty() ? std::nullopt : std::optional(lang_text);
    if (topic == "ovos.intent.register.template") {
        auto definition = intent::template_from_json(message.data());
        if (!definition) return log_refusal(message, definition.error().detail);
        const auto added = matcher_.add(*definition, scope);
        if (!added) return log_refusal(message, added.error().detail);
        remember(*definition);
    } else if (topic == "ovos.entity.register") {
        const auto definition = intent::entity_from_json(message.data());
        if (!definition) return log_refusal(message, definition.error().detail);
        const auto added = matcher_.add(*definition, scope);
        if (!added) return log_refusal(message, added.error().detail);
    } else if (topic == "ovos.intent.deregister") {
        matcher_.remove_intent(skill_id, intent_name, lang, scope);
        forget(skill_id, intent_name, lang_text);
    } else if (topic == "ovos.entity.deregister") {
        matcher_.remove_entity(skill_id, message.data_string("entity_name"), lang, scope);
    } else if (topic == "ovos.skill.deregister") {
        matcher_.remove_skill(skill_id, scope);
        forget(skill_id, {}, {});
    } else {
        matcher_.set_enabled(skill_id, intent_name, lang, topic == "ovos.intent.enable", scope);
    }
}

void TemplatePlugin::remember(const intent::TemplateDefinition& definition) {
    forget(definition.skill_id, definition.intent_name, definition.lang);
    intents_.push_back({definition.skill_id, definition.intent_name, definition.lang});
}

void TemplatePlugin::forget(std::string_view skill_id,
                            std::string_view intent_name,
                            std::string_view lang) {
    std::erase_if(intents_, [&](const PluginIntent& row) {
        return row.skill_id == skill_id &&
               (intent_name.empty() || row.intent_name == intent_name) &&
               (lang.empty() || row.lang == lang);
    });
}

std::vector<PluginIntent> TemplatePlugin::intents() const {
    return intents_;
}

boost::asio::awaitable<std::optional<Match>> TemplatePlugin::match(MatchRequest request) {
    const auto skills = request.session.list("blacklisted_skills");
    const auto intents = request.session.list("blacklisted_intents");
    intent::MatchOptions options;
    options.session_id = request.session.id();
    options.blacklisted_skills = skills;
    options.blacklisted_intents = intents;
    auto found = matcher_.match(request.utterances, request.lang, options);
    if (!found) co_return std::nullopt;
    Match match;
    match.skill_id = std::move(found->skill_id);
    match.intent_name = std::move(found->intent_name);
    match.lang = std::move(found->lang);
    match.utterance = std::move(found->utterance);
    match.slots = std::move(found->slots);
    co_return match;
}

}  // namespace utter::orchestrator
