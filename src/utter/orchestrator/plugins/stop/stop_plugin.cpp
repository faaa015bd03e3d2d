#include "utter/orchestrator/plugins/stop/stop_plugin.hpp"

#include <algorithm>
#include <utility>

#include "utter/orchestrator/bundled_handler.hpp"
#include "utter/orchestrator/candidate_poll.hpp"
#include "utter/orchestrator/handler_list.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::string_view own_id = "stop";
constexpr std::string_view global_stop = "global_stop";

}  // namespace

StopPlugin::StopPlugin(bus::Bus& bus, runtime::EventLoop& loop, std::chrono::milliseconds window)
    : bus_(bus), loop_(loop), window_(window) {
    subscriptions_.push_back(
        bus.subscribe("stop:global_stop", loop, [this](const Message& m) { on_global_stop(m); }));
    subscriptions_.push_back(decline_conversations(bus, loop, std::string(own_id)));
}

std::vector<PluginIntent> StopPlugin::intents() const {
    return {{std::string(own_id), std::string(global_stop), {}}};
}

boost::asio::awaitable<std::optional<Match>> StopPlugin::match(MatchRequest request) {
    std::optional<StopWords::Kind> kind;
    std::string utterance;
    for (const auto& candidate : request.utterances) {
        if (kind) break;
        kind = words_.find(candidate, request.lang);
        if (kind) utterance = candidate;
    }
    auto& notes = *request.notes;
    if (!kind) {
        notes.reason = "nobody said stop";
        co_return std::nullopt;
    }
    notes.session_fields.emplace_back("active_handlers");
    std::vector<std::string> active;
    for (auto& handler : handlers_by_recency(request.session, "active_handlers")) {
        if (handler.skill_id != own_id) active.push_back(std::move(handler.skill_id));
    }
    if (*kind == StopWords::Kind::everything || active.empty()) {
        notes.reason = active.empty() ? "no skill is active" : "everything was said to stop";
        co_return stop_everything(request, std::move(utterance));
    }
    const auto is_denied = [&](const std::string& skill_id) {
        return request.session.list_contains("blacklisted_skills", skill_id) ||
               request.session.list_contains("blacklisted_intents", skill_id + ":stop");
    };
    std::erase_if(active, is_denied);
    // Named on purpose: GCC 12 destroys a braced temporary in a co_await argument twice.
    CandidatePoll poll{
        request.entry.reply("ovos.stop.ping"), "ovos.stop.pong", active, window_, request.notes};
    auto target = co_await poll_candidates(bus_, loop_, std::move(poll));
    if (!target && active.empty()) {
        notes.reason = "the session denies every active skill";
        co_return std::nullopt;
    }
    if (!target) notes.reason += "; the most recent is stopped";
    Match match;
    match.skill_id = target ? std::move(*target) : active.front();
    match.intent_name = "stop";
    match.lang = request.lang;
    match.utterance = std::move(utterance);
    auto session = request.session.object();
    remove_handler(session, "active_handlers", match.skill_id);
    const auto* mode = session.if_contains("response_mode");
    if (mode != nullptr && mode->is_object() &&
        string_or_empty(mode->get_object(), "skill_id") == match.skill_id) {
        session.erase("response_mode");
    }
    match.updated_session = std::move(session);
    co_return match;
}

std::optional<Match> StopPlugin::stop_everything(const MatchRequest& request,
                                                 std::string utterance) const {
    if (request.session.list_contains("blacklisted_intents", "stop:global_stop")) {
        return std::nullopt;
    }
    Match match;
    match.skill_id = own_id;
    match.intent_name = global_stop;
    match.lang = request.lang;
    match.utterance = std::move(utterance);
    auto session = request.session.object();
    session["active_handlers"] = json::array{};
    session["converse_handlers"] = json::array{};
    session.erase("response_mode");
    match.updated_session = std::move(session);
    return match;
}

void StopPlugin::on_global_stop(const Message& dispatch) {
    bus_.publish(dispatch.forward("ovos.stop"));
    report_done(bus_, dispatch);
}

}  // namespace utter::orchestrator
