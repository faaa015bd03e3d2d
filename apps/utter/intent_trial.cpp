#include "intent_trial.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <set>
#include <string_view>
#include <utility>

#include "utter/intent/definition_json.hpp"
#include "utter/intent/registration_lines.hpp"
#include "utter/orchestrator/orchestrator.hpp"
#include "utter/session/session.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 15'000ms;  // longer than a stage may take
constexpr std::array<std::string_view, 4> intent_stages{
    "template", "keyword", "hassil", "phrasing"};

// The same program for somebody who speaks `lang` above all.
Program speaking(Program program, const std::string& lang) {
    auto& locale = program.settings.locale;
    locale.secondary_langs.insert(locale.secondary_langs.begin(), std::move(locale.lang));
    locale.lang = lang;
    return program;
}

std::vector<std::string> stages_of(const Program& program) {
    std::vector<std::string> stages;
    for (const auto& entry : pipeline(program.settings)) {
        if (std::ranges::find(intent_stages, entry) != intent_stages.end()) stages.push_back(entry);
    }
    return stages;
}

void publish(bus::Bus& bus, const intent::LintSkill& skill) {
    intent::log_report(skill.skill_id, skill.locale.report);
    const json::object context{{"skill_id", skill.skill_id}};
    for (const auto& [tag, resources] : skill.locale.languages) {
        for (const auto& entity : resources.entities) {
            bus.publish(Message("ovos.entity.register", intent::to_json(entity), context));
        }
        for (const auto& definition : resources.templates) {
            bus.publish(
                Message("ovos.intent.register.template", intent::to_json(definition), context));
        }
    }
}

}  // namespace

Result<IntentTrial> IntentTrial::with(const Program& program,
                                      const std::string& lang,
                                      std::span<const intent::LintSkill> skills,
                                      std::span<const Message> registrations) {
    auto alone = speaking(program, lang);
    alone.settings.skills.enabled.clear();
    auto link = AssistantLink::open_own(alone);
    if (!link) return std::unexpected(link.error());
    auto& bus = (*link)->bus();
    for (const auto& skill : skills) publish(bus, skill);
    for (const auto& registration : registrations) bus.publish(registration);
    return IntentTrial(std::move(*link), lang, stages_of(program));
}

Result<IntentTrial> IntentTrial::with_assistant(const Program& program, const std::string& lang) {
    auto link = AssistantLink::open(speaking(program, lang), true);
    if (!link) return std::unexpected(link.error());
    return IntentTrial(std::move(*link), lang, stages_of(program));
}

Result<Message> IntentTrial::request(const std::string& topic,
                                     json::object data,
                                     json::object context) {
    auto answer = link_->request(
        Message(topic, std::move(data), std::move(context)), topic + ".response", patience);
    if (!answer) return fail(ErrorCode::timeout, "no answer to '" + topic + "' came");
    return *std::move(answer);
}

Result<json::object> IntentTrial::decide(const std::string& text) {
    if (stages_.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "orchestrator.pipeline has none of the stages that match intents");
    }
    auto context = link_->context();
    context.at("session").get_object()["pipeline"] = json::array(stages_.begin(), stages_.end());
    const auto answer = request(std::string(orchestrator::Orchestrator::explain_topic),
                                {{"utterances", json::array{json::string(text)}}, {"lang", lang_}},
                                std::move(context));
    if (!answer) return std::unexpected(answer.error());
    auto trace = answer->data().at("trace").as_object();
    if (string_or_empty(trace, "lang_source") == "default") {
        return fail(ErrorCode::invalid_argument,
                    "the assistant does not speak '" + lang_ + "'; it is not in its configuration");
    }
    return trace;
}

Result<std::vector<intent::NearMiss>> IntentTrial::near_misses(const std::string& text,
                                                               std::size_t max) {
    const json::object inherited{{"session_id", session::default_session_id}};
    const auto listed = request("ovos.intent.list", inherited, link_->context());
    if (!listed) return std::unexpected(listed.error());
    std::set<std::string> skills;
    for (const auto& row : listed->data().at("intents").as_array()) {
        skills.emplace(string_or_empty(row.as_object(), "skill_id"));
    }
    std::vector<intent::TemplateDefinition> templates;
    std::vector<intent::KeywordDefinition> keywords;
    for (const auto& skill : skills) {
        auto query = inherited;
        query["skill_id"] = skill;
        const auto described = request("ovos.intent.describe", std::move(query), link_->context());
        if (!described) return std::unexpected(described.error());
        const auto* definitions = described->data().if_contains("definitions");
        if (definitions == nullptr) continue;  // it went meanwhile
        for (const auto& row : definitions->as_array()) {
            const auto& definition = row.at("definition").as_object();
            // One that is malformed was refused when it was registered.
            if (auto read = intent::template_from_json(definition);
                read && row.at("method") == "template") {
                templates.push_back(*std::move(read));
            } else if (auto keyword = intent::keyword_from_json(definition);
                       keyword && row.at("method") == "keyword") {
                keywords.push_back(*std::move(keyword));
            }
        }
    }
    auto near = intent::near_misses(templates, text, lang_, max);
    std::ranges::move(intent::near_misses(keywords, text, lang_, max), std::back_inserter(near));
    std::ranges::stable_sort(near, {}, &intent::NearMiss::distance);
    if (near.size() > max) near.resize(max);
    return near;
}

Result<std::vector<Message>> read_registrations(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return fail(ErrorCode::not_found, file.string() + ": cannot be read");
    return intent::read_registration_lines(in, file.string());
}

}  // namespace utter::app
