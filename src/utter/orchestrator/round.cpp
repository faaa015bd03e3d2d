#include "utter/orchestrator/round.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/core/uuid.hpp"

namespace utter::orchestrator {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool same_tag(std::string_view a, std::string_view b) {
    const auto fold = [](char c) {
        return c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    };
    return std::ranges::equal(a, b, {}, fold, fold);
}

}  // namespace

std::vector<std::string> entry_utterances(const json::object& data) {
    std::vector<std::string> out;
    const auto* value = data.if_contains("utterances");
    const auto* list = value == nullptr ? nullptr : value->if_array();
    if (list == nullptr) {
        log::warning("utterance.malformed",
                     {{"reason", "field 'data.utterances' must be an array of strings"},
                      {"got", value == nullptr ? "nothing" : describe_type(*value)}});
        return out;
    }
    for (const auto& member : *list) {
        const auto* text = member.if_string();
        if (text == nullptr) {
            log::warning("utterance.malformed",
                         {{"reason", "members of 'data.utterances' must be strings"},
                          {"got", describe_type(member)}});
            continue;
        }
        const auto candidate = trimmed(*text);
        if (!candidate.empty()) out.emplace_back(candidate);
    }
    return out;
}

RoundLanguage resolve_language(const json::object& data,
                               const session::Session& session,
                               std::span<const std::string> enabled) {
    using Candidate = std::pair<std::string_view, std::string_view>;
    const std::array candidates{Candidate{string_or_empty(data, "lang"), "data.lang"},
                                Candidate{session.text("stt_lang"), "session.stt_lang"},
                                Candidate{session.text("detected_lang"), "session.detected_lang"},
                                Candidate{session.text("request_lang"), "session.request_lang"},
                                Candidate{session.text("lang"), "session.lang"}};
    for (const auto& [candidate, source] : candidates) {
        for (const auto& lang : enabled) {
            if (same_tag(candidate, lang)) return {lang, source};
        }
    }
    return {enabled.front(), "default"};
}

std::vector<Stage> compose_pipeline(const session::Session& session,
                                    std::span<const std::string> configured,
                                    std::span<Plugin* const> loaded) {
    auto wanted = session.list("pipeline");
    if (wanted.empty()) wanted.assign(configured.begin(), configured.end());
    std::vector<Stage> stages;
    for (const auto& entry : wanted) {
        const auto it = std::ranges::find_if(loaded, [&](const Plugin* plugin) {
            return plugin->pipeline_id() == entry ||
                   std::ranges::count(plugin->further_entries(), entry) > 0;
        });
        if (it == loaded.end()) {
            log::warning("pipeline.unknown_entry", {{"entry", entry}});
        } else if (!session.list_contains("blacklisted_pipelines", (*it)->pipeline_id())) {
            stages.push_back({*it, entry});
        }
    }
    return stages;
}

bool is_denied(const Match& match, const session::Session& session) {
    return session.list_contains("blacklisted_skills", match.skill_id) ||
           session.list_contains("blacklisted_intents", match.skill_id + ":" + match.intent_name);
}

bool suppresses_activation(std::string_view intent_name) noexcept {
    constexpr std::array<std::string_view, 4> names{"converse", "response", "stop", "common_query"};
    return std::ranges::find(names, intent_name) != names.end();
}

std::string make_utterance_id() {
    return make_uuid();
}

}  // namespace utter::orchestrator
