#include "utter/orchestrator/plugins/converse/converse_plugin.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/orchestrator/candidate_poll.hpp"
#include "utter/orchestrator/handler_list.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::string_view list_field = "converse_handlers";

Match make_match(const MatchRequest& request, std::string skill_id, std::string_view intent_name) {
    Match match;
    match.skill_id = std::move(skill_id);
    match.intent_name = intent_name;
    match.lang = request.lang;
    match.utterance = request.utterances.front();
    return match;
}

}  // namespace

ConversePlugin::ConversePlugin(bus::Bus& bus,
                               runtime::EventLoop& loop,
                               const Clock& clock,
                               ConverseSettings settings)
    : bus_(bus), loop_(loop), clock_(clock), settings_(settings) {}

boost::asio::awaitable<std::optional<Match>> ConversePlugin::match(MatchRequest request) {
    request.session = without_stale_handlers(request.session, clock_.now(), settings_.time_max);
    if (auto answer = awaited_answer(request)) {
        request.notes->reason = answer->skill_id + " waits for an answer";
        request.notes->session_fields.emplace_back("response_mode");
        co_return answer;
    }
    std::vector<std::string> candidates;
    for (auto& handler : handlers_by_recency(request.session, list_field)) {
        candidates.push_back(std::move(handler.skill_id));
    }
    if (candidates.empty()) {
        request.notes->reason = "no skill is in a conversation";
        co_return std::nullopt;
    }
    request.notes->session_fields.emplace_back(list_field);
    auto ping =
        request.entry
            .reply(
                "ovos.converse.ping",
                {{"utterances", json::array(request.utterances.begin(), request.utterances.end())},
                 {"lang", request.lang}})
            .with_context_value("session", request.session.object());
    // Named on purpose: GCC 12 destroys a braced temporary in a co_await argument twice.
    CandidatePoll poll{std::move(ping),
                       "ovos.converse.pong",
                       std::move(candidates),
                       settings_.window,
                       request.notes};
    auto winner = co_await poll_candidates(bus_, loop_, std::move(poll));
    if (!winner) co_return std::nullopt;
    auto match = make_match(request, std::move(*winner), "converse");
    if (request.session.waiting_skill(clock_.now()).empty() &&
        request.session.object().contains("response_mode")) {
        // Nobody waits any more; a match is the only chance to say so.
        auto session = request.session.object();
        session.erase("response_mode");
        match.updated_session = std::move(session);
    }
    co_return match;
}

std::optional<Match> ConversePlugin::awaited_answer(const MatchRequest& request) const {
    auto skill_id = request.session.waiting_skill(clock_.now());
    if (skill_id.empty() || request.session.list_contains("blacklisted_skills", skill_id)) {
        return std::nullopt;
    }
    const auto handlers = handlers_by_recency(request.session, list_field);
    if (std::ranges::find(handlers, skill_id, &Handler::skill_id) == handlers.end()) {
        log::warning(
            "converse.stranger_ignored",
            {{"skill_id", skill_id}, {"reason", "response_mode names a skill that takes no part"}});
        return std::nullopt;
    }
    auto match = make_match(request, std::move(skill_id), "response");
    auto session = request.session.object();
    session.erase("response_mode");
    match.updated_session = std::move(session);
    return match;
}

}  // namespace utter::orchestrator
