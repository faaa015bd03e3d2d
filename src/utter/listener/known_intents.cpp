#include "utter/listener/known_intents.hpp"

#include <boost/json/serialize.hpp>
#include <string_view>
#include <utility>

#include "utter/core/json.hpp"
#include "utter/intent/definition_json.hpp"

namespace utter::listener {
namespace {

// Travels with a question and comes back with its answer.
constexpr std::string_view query_key = "utter_listener_query";

template <class Definition, class Read>
void collect(const Message& answer,
             std::string_view list,
             Read read,
             std::vector<Definition>& out) {
    const auto* rows = answer.data().if_contains(list);
    if (rows == nullptr || !rows->is_array()) return;
    for (const auto& row : rows->get_array()) {
        const auto* object = row.if_object();
        const auto* definition = object == nullptr ? nullptr : object->if_contains("definition");
        if (definition == nullptr || !definition->is_object()) continue;
        if (auto read_definition = read(definition->get_object())) {
            out.push_back(std::move(*read_definition));
        }
    }
}

}  // namespace

void read_description(const Message& answer, KnownDefinitions& out) {
    collect(answer, "definitions", intent::template_from_json, out.templates);
    collect(answer, "entities", intent::entity_from_json, out.entities);
}

KnownIntents::KnownIntents(bus::Bus& bus, Executor& executor) : bus_(bus) {
    subscriptions_.push_back(
        bus.subscribe("ovos.skills.list.response", executor, [this](const Message& answer) {
            if (is_mine(answer)) on_skills(answer);
        }));
    subscriptions_.push_back(
        bus.subscribe("ovos.intent.describe.response", executor, [this](const Message& answer) {
            if (is_mine(answer)) on_description(answer);
        }));
}

void KnownIntents::ask(std::string topic, json::object data) {
    bus_.publish(Message(
        std::move(topic),
        std::move(data),
        {{"source", "audio"}, {"session", {{"session_id", "default"}}}, {query_key, query_}}));
}

bool KnownIntents::is_mine(const Message& answer) const {
    const auto* query = answer.context().if_contains(query_key);
    return query != nullptr && query->is_number() && query->to_number<std::uint64_t>() == query_;
}

void KnownIntents::refresh(const std::string& lang) {
    ++query_;
    pending_ = 0;
    asked_lang_ = lang;
    collected_ = {};
    collected_text_ = lang;
    ask("ovos.skills.list", {});
}

void KnownIntents::on_skills(const Message& answer) {
    const auto* rows = answer.data().if_contains("skills");
    if (rows == nullptr || !rows->is_array()) return;
    std::vector<std::string> ids;
    for (const auto& row : rows->get_array()) {
        if (const auto* object = row.if_object()) {
            ids.emplace_back(string_or_empty(*object, "skill_id"));
        }
    }
    pending_ = ids.size();
    for (auto& id : ids) {
        ask("ovos.intent.describe", {{"skill_id", std::move(id)}, {"lang", asked_lang_}});
    }
    if (pending_ == 0) finish();
}

void KnownIntents::on_description(const Message& answer) {
    if (pending_ == 0) return;
    read_description(answer, collected_);
    collected_text_ += json::serialize(answer.data());
    if (--pending_ == 0) finish();
}

void KnownIntents::finish() {
    if (version_ > 0 && collected_text_ == known_text_) return;
    known_ = std::move(collected_);
    known_text_ = std::move(collected_text_);
    lang_ = asked_lang_;
    ++version_;
}

}  // namespace utter::listener
