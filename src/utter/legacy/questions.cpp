#include "utter/legacy/questions.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/topic.hpp"
#include "utter/legacy/twin.hpp"

namespace utter::legacy {
namespace {

bool is_bool(const json::object& data, std::string_view key) {
    const auto* value = data.if_contains(key);
    return value != nullptr && value->is_bool();
}

bool is_true(const json::object& data, std::string_view key) {
    return is_bool(data, key) && data.at(key).get_bool();
}

}  // namespace

const std::vector<std::string>& Questions::topics() {
    static const std::vector<std::string> topics{"ovos.common_query.pong",
                                                 "question:query.response"};
    return topics;
}

void Questions::handle(const Message& message) {
    if (message.type() == "ovos.common_query.pong") {
        hear_pong(message);
    } else {
        hear_response(message);
    }
}

// They announce themselves with this frame too, in no round.
void Questions::hear_pong(const Message& pong) {
    const auto skill_id = pong.data_string("skill_id");
    if (!pong.data().contains("is_classic_cq") || !is_identifier(skill_id)) return;
    if (askable_.size() >= askable_max && !askable_.contains(skill_id)) return;
    askable_.insert_or_assign(std::string(skill_id), is_true(pong.data(), "is_classic_cq"));
    const bool claims = is_bool(pong.data(), "can_answer");
    if (claims || pong.context_string("utterance_id").empty()) return;
    // The older ones mean it without saying so.
    auto data = pong.data();
    data["can_answer"] = true;
    deliver_(Message(pong.type(), std::move(data), unmarked_context(pong)));
}

void Questions::hear_response(const Message& response) {
    const auto contest = find(response.context_string("utterance_id"));
    const auto& data = response.data();
    if (contest == contests_.end() || is_true(data, "searching")) return;
    const std::string skill_id(response.data_string("skill_id"));
    const auto* conf = data.if_contains("conf");
    json::object answer{{"utterance", response.data_string("phrase")}, {"skill_id", skill_id}};
    if (!response.data_string("answer").empty() && conf != nullptr && conf->is_number()) {
        answer["answer"] = data.at("answer");
        // The old class adds bonuses up beyond one.
        answer["conf"] = std::min(conf->to_number<double>(), 1.0);
        contest->answers.emplace(skill_id, data);
    }
    deliver_(Message("ovos.common_query.response", std::move(answer), unmarked_context(response)));
}

std::optional<Message> Questions::question_for(const Message& request) {
    const auto utterance_id = request.context_string("utterance_id");
    if (!askable_.contains(request.data_string("skill_id")) ||
        find(utterance_id) != contests_.end()) {
        return std::nullopt;
    }
    contests_.push_back({std::string(utterance_id), {}});
    if (contests_.size() > contests_max) contests_.pop_front();
    return request.forward(
        "question:query",
        {{"phrase", request.data_string("utterance")}, {"lang", request.data_string("lang")}});
}

std::optional<Questions::Winner> Questions::winner(const Message& dispatch) {
    const auto contest = find(dispatch.context_string("utterance_id"));
    const auto* slots = dispatch.data().if_contains("slots");
    if (contest == contests_.end() || slots == nullptr || !slots->is_object()) return std::nullopt;
    const auto spoken = string_or_empty(slots->get_object(), "answer");
    const auto it = std::ranges::find_if(contest->answers, [&](const auto& answer) {
        return string_or_empty(answer.second, "answer") == spoken;
    });
    if (it == contest->answers.end()) return std::nullopt;
    contest->skill_speaks = true;
    auto data = it->second;
    data["lang"] = dispatch.data_string("lang");
    data["utterance"] = dispatch.data_string("utterance");
    const auto known = askable_.find(it->first);
    const bool old_class = known != askable_.end() && known->second;
    return Winner{it->first,
                  dispatch
                      .forward(old_class ? "question:action" : "question:action." + it->first,
                               std::move(data))
                      .with_context_value("skill_id", json::string(it->first))};
}

bool Questions::speaks_for(std::string_view utterance_id) const {
    return std::ranges::any_of(contests_, [&](const Contest& contest) {
        return contest.skill_speaks && contest.utterance_id == utterance_id;
    });
}

void Questions::forget(std::string_view utterance_id) {
    std::erase_if(contests_,
                  [&](const Contest& contest) { return contest.utterance_id == utterance_id; });
}

std::deque<Questions::Contest>::iterator Questions::find(std::string_view utterance_id) {
    return std::ranges::find(contests_, utterance_id, &Contest::utterance_id);
}

}  // namespace utter::legacy
