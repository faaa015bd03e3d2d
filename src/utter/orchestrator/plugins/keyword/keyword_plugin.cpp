#include "utter/orchestrator/plugins/keyword/keyword_plugin.hpp"

#include <optional>
#include <string>
#include <utility>

#include "utter/intent/definition_json.hpp"
#include "utter/orchestrator/match_scope.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {
namespace {

// The names that the context has a value for, with and without their skill.
std::vector<std::string> names_in(const json::object& context) {
    std::vector<std::string> names;
    for (const auto& entry : context) {
        const std::string_view key = entry.key();
        const auto colon = key.rfind(':');
        names.emplace_back(colon == std::string_view::npos ? key : key.substr(colon + 1));
    }
    return names;
}

}  // namespace

KeywordPlugin::KeywordPlugin(bus::Bus& bus, runtime::EventLoop& loop) {
    for (const auto* topic : {"ovos.intent.register.keyword",
                              "ovos.intent.deregister",
                              "ovos.skill.deregister",
                              "ovos.intent.enable",
                              "ovos.intent.disable"}) {
        subscriptions_.push_back(bus.subscribe(
            topic, loop, [this](const Message& message) { on_registration(message); }));
    }
}

void KeywordPlugin::on_registration(const Message& message) {
    const auto& topic = message.type();
    if (topic == "ovos.intent.register.keyword") return add(message);
    const auto scope = session::session_id_of(message.context());
    const auto skill_id = message.data_string("skill_id");
    const auto intent_name = message.data_string("intent_name");
    const auto lang_text = message.data_string("lang");
    const auto lang = lang_text.empty() ? std::nullopt : std::optional(lang_text);
    if (topic == "ovos.skill.deregister") {
        matcher_.remove_skill(skill_id, scope);
        registered_.remove_skill(scope, skill_id);
    } else if (topic == "ovos.intent.deregister") {
        matcher_.remove_intent(skill_id, intent_name, lang, scope);
        registered_.remove_intent(scope, skill_id, intent_name, lang);
    } else {
        matcher_.set_enabled(skill_id, intent_name, lang, topic == "ovos.intent.enable", scope);
    }
}

void KeywordPlugin::add(const Message& message) {
    auto definition = intent::keyword_from_json(message.data());
    if (!definition) return log_registration_refused(message, definition.error().detail);
    auto gates = ContextGates::read(message.data());
    if (!gates) return log_registration_refused(message, gates.error().detail);
    const auto scope = session::session_id_of(message.context());
    const auto added = matcher_.add(*definition, scope);
    if (!added) return log_registration_refused(message, added.error().detail);
    registered_.add(
        scope, definition->skill_id, definition->intent_name, definition->lang, std::move(*gates));
}

std::vector<PluginIntent> KeywordPlugin::intents() const {
    return registered_.list();
}

boost::asio::awaitable<std::optional<Match>> KeywordPlugin::match(MatchRequest request) {
    const MatchScope scope(request, registered_);
    const auto names = names_in(request.session.context());
    auto found = matcher_.match(request.utterances, request.lang, scope.options(), names);
    if (!found) {
        request.notes->reason = "no keyword intent has all it needs";
        co_return std::nullopt;
    }
    request.notes->score = found->score;
    if (request.notes->wants_runner_up) {
        const auto options = without(scope.options(), found->skill_id, found->intent_name);
        const auto next = matcher_.match(request.utterances, request.lang, options, names);
        if (next) request.notes->runner_up = next->skill_id + ":" + next->intent_name;
    }
    co_return to_match(*std::move(found));
}

}  // namespace utter::orchestrator
