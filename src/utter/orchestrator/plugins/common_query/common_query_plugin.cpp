#include "utter/orchestrator/plugins/common_query/common_query_plugin.hpp"

#include <algorithm>
#include <utility>

#include "utter/orchestrator/bundled_handler.hpp"
#include "utter/orchestrator/candidate_poll.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::string_view own_id = "common_query";
constexpr std::string_view intent_name = "common_query";

}  // namespace

CommonQueryPlugin::CommonQueryPlugin(bus::Bus& bus,
                                     runtime::EventLoop& loop,
                                     CommonQuerySettings settings)
    : bus_(bus), loop_(loop), settings_(settings) {
    subscriptions_.push_back(bus.subscribe(
        "common_query:common_query", loop, [this](const Message& m) { speak_answer(m); }));
    subscriptions_.push_back(decline_conversations(bus, loop, std::string(own_id)));
    subscriptions_.push_back(
        bus.subscribe("ovos.skill.loaded", loop, [this](const Message& m) { on_loaded(m); }));
    subscriptions_.push_back(bus.subscribe("ovos.skill.deregister", loop, [this](const Message& m) {
        participants_.erase(std::string(m.data_string("skill_id")));
    }));
}

void CommonQueryPlugin::on_loaded(const Message& loaded) {
    const std::string skill_id(loaded.data_string("skill_id"));
    const auto capabilities = strings_under(loaded.data(), "capabilities");
    if (std::ranges::find(capabilities, "common_query") == capabilities.end()) {
        participants_.erase(skill_id);
    } else if (participants_.size() < participants_max) {
        participants_.insert(skill_id);
    }
}

std::vector<PluginIntent> CommonQueryPlugin::intents() const {
    return {{std::string(own_id), std::string(intent_name), {}}};
}

boost::asio::awaitable<std::optional<Match>> CommonQueryPlugin::match(MatchRequest request) {
    auto& notes = *request.notes;
    if (commands_.is_command(request.utterances.front(), request.lang)) {
        notes.reason = "an order, no question";
        co_return std::nullopt;
    }
    AnswerContest contest(settings_);
    co_await collect_claims(request, contest);
    if (contest.claimants().empty()) {
        notes.reason = "no skill has an answer";
        co_return std::nullopt;
    }
    co_await collect_answers(request, contest);
    const auto ranking = contest.ranking();
    if (ranking.empty()) {
        notes.reason = "no answer was sure enough";
        co_return std::nullopt;
    }
    const auto& best = ranking.front();
    notes.reason = "answered by " + best.skill_id;
    notes.score = best.confidence;
    if (ranking.size() > 1) notes.runner_up = ranking[1].skill_id;
    Match match;
    match.skill_id = own_id;
    match.intent_name = intent_name;
    match.lang = request.lang;
    match.utterance = request.utterances.front();
    match.slots.emplace("answer", best.answer);
    co_return match;
}

boost::asio::awaitable<void> CommonQueryPlugin::collect_claims(const MatchRequest& request,
                                                               AnswerContest& contest) {
    auto ping =
        request.entry.reply("ovos.common_query.ping",
                            {{"utterance", request.utterances.front()}, {"lang", request.lang}});
    auto awaited = participants_;
    std::erase_if(awaited, [&](const std::string& skill_id) {
        return request.session.list_contains("blacklisted_skills", skill_id);
    });
    const bool open_to_others = bus_.is_heard_outside(ping.type());
    const auto everybody_answered = [&] { return !open_to_others && awaited.empty(); };
    const auto claim_end = std::min(claim_time, settings_.poll_window);
    bool in_time = true;
    AnswerEar ear(bus_,
                  loop_,
                  ping,
                  "ovos.common_query.pong",
                  [&](const std::string& skill_id, const Message& pong) {
                      contest.take_claim(skill_id, pong);
                      awaited.erase(skill_id);
                      return everybody_answered() || (!in_time && !contest.claimants().empty());
                  });
    AnswerEar silence(bus_,
                      loop_,
                      ping,
                      std::string(declined_topic),
                      [&](const std::string& skill_id, const Message& /*word*/) {
                          awaited.erase(skill_id);
                          if (everybody_answered()) ear.settle();
                          return false;
                      });
    bus_.publish(std::move(ping));
    if (everybody_answered()) co_return;
    co_await ear.settled_within(claim_end);
    in_time = false;
    if (!contest.claimants().empty() || everybody_answered()) co_return;
    co_await ear.settled_within(settings_.poll_window - claim_end);
}

boost::asio::awaitable<void> CommonQueryPlugin::collect_answers(const MatchRequest& request,
                                                                AnswerContest& contest) {
    AnswerEar ear(bus_,
                  loop_,
                  request.entry,
                  "ovos.common_query.response",
                  [&](const std::string& skill_id, const Message& response) {
                      contest.take_answer(skill_id, response);
                      return contest.complete();
                  });
    for (const auto& skill_id : contest.claimants()) {
        bus_.publish(request.entry.reply("ovos.common_query.request",
                                         {{"utterance", request.utterances.front()},
                                          {"lang", request.lang},
                                          {"skill_id", skill_id}}));
    }
    const auto patience = contest.patience();
    const bool settled = co_await ear.settled_within(patience);
    // Whoever is late may still save the contest, but not better an answer that is there.
    if (settled || !contest.ranking().empty()) co_return;
    co_await ear.settled_within(settings_.answer_max - patience);
}

void CommonQueryPlugin::speak_answer(const Message& dispatch) {
    const auto* slots = dispatch.data().if_contains("slots");
    const auto answer = slots != nullptr && slots->is_object()
                            ? string_or_empty(slots->get_object(), "answer")
                            : std::string_view{};
    bus_.publish(dispatch.forward("ovos.utterance.speak",
                                  {{"utterance", answer}, {"lang", dispatch.data_string("lang")}}));
    report_done(bus_, dispatch);
}

}  // namespace utter::orchestrator
