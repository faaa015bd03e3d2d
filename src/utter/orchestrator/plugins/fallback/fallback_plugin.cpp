#include "utter/orchestrator/plugins/fallback/fallback_plugin.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/orchestrator/candidate_poll.hpp"

namespace utter::orchestrator {

FallbackPlugin::FallbackPlugin(bus::Bus& bus,
                               runtime::EventLoop& loop,
                               std::chrono::milliseconds window)
    : bus_(bus), loop_(loop), window_(window) {
    subscriptions_.push_back(
        bus.subscribe("ovos.fallback.register", loop, [this](const Message& m) { add(m); }));
    subscriptions_.push_back(
        bus.subscribe("ovos.fallback.deregister", loop, [this](const Message& m) { remove(m); }));
    subscriptions_.push_back(
        bus.subscribe("ovos.skill.deregister", loop, [this](const Message& m) { remove(m); }));
}

void FallbackPlugin::add(const Message& message) {
    const auto skill_id = message.data_string("skill_id");
    const auto* priority = message.data().if_contains("priority");
    if (skill_id.empty() || priority == nullptr || !priority->is_int64()) {
        log::warning(
            "fallback.registration_ignored",
            {{"skill_id", skill_id},
             {"reason", "fields 'skill_id' (string) and 'priority' (integer) are required"}});
        return;
    }
    const auto scope = session::session_id_of(message.context());
    priorities_[{scope, std::string(skill_id)}] = priority->get_int64();
}

void FallbackPlugin::remove(const Message& message) {
    const auto scope = session::session_id_of(message.context());
    priorities_.erase({scope, std::string(message.data_string("skill_id"))});
}

std::vector<std::string> FallbackPlugin::pool(const session::Session& session) const {
    std::map<std::string, std::int64_t> visible;
    for (const auto scope : {session::default_session_id, session.id()}) {
        for (const auto& [key, priority] : priorities_) {
            if (key.first == scope) visible[key.second] = priority;
        }
    }
    const auto preferred = session.list("fallback_handlers");
    // Listed skills first, in the order listed; then by priority; skill_id decides between equals.
    const auto rank = [&](const std::string& skill_id) {
        const auto listed = std::ranges::find(preferred, skill_id) - preferred.begin();
        return std::tuple(listed, visible.at(skill_id), skill_id);
    };
    std::vector<std::string> pool;
    for (const auto& [skill_id, priority] : visible) {
        if (!session.list_contains("blacklisted_skills", skill_id)) pool.push_back(skill_id);
    }
    std::ranges::sort(pool, {}, rank);
    return pool;
}

boost::asio::awaitable<std::optional<Match>> FallbackPlugin::match(MatchRequest request) {
    auto candidates = pool(request.session);
    if (!request.session.list("fallback_handlers").empty()) {
        request.notes->session_fields.emplace_back("fallback_handlers");
    }
    if (candidates.empty()) {
        request.notes->reason = "no skill falls back";
        co_return std::nullopt;
    }
    auto ping = request.entry.reply(
        "ovos.fallback.ping",
        {{"utterances", json::array(request.utterances.begin(), request.utterances.end())},
         {"lang", request.lang}});
    // Named on purpose: GCC 12 destroys a braced temporary in a co_await argument twice.
    CandidatePoll poll{
        std::move(ping), "ovos.fallback.pong", std::move(candidates), window_, request.notes};
    auto winner = co_await poll_candidates(bus_, loop_, std::move(poll));
    if (!winner) co_return std::nullopt;
    Match match;
    match.skill_id = std::move(*winner);
    match.intent_name = "fallback";
    match.lang = request.lang;
    match.utterance = request.utterances.front();
    co_return match;
}

}  // namespace utter::orchestrator
