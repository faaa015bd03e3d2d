#include "utter/orchestrator/plugins/common_query/answer_contest.hpp"

#include <algorithm>
#include <functional>

namespace utter::orchestrator {
namespace {

std::optional<double> number_under(const json::object& data, std::string_view key) {
    const auto* value = data.if_contains(key);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

}  // namespace

void AnswerContest::take_claim(const std::string& skill_id, const Message& pong) {
    const auto* claim = pong.data().if_contains("can_answer");
    if (claim == nullptr) claim = pong.data().if_contains("can_handle");
    if (claim == nullptr || !claim->is_bool()) return;
    const auto [it, is_first] = entries_.try_emplace(skill_id);
    if (!is_first) return;
    it->second.claimed = claim->get_bool();
    const auto latency_ms = number_under(pong.data(), "latency_ms");
    if (latency_ms && *latency_ms >= 0 &&
        *latency_ms <= static_cast<double>(settings_.answer_max.count())) {
        it->second.estimate =
            std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(*latency_ms));
    }
}

std::vector<std::string> AnswerContest::claimants() const {
    std::vector<std::string> out;
    for (const auto& [skill_id, entry] : entries_) {
        if (entry.claimed) out.push_back(skill_id);
    }
    return out;
}

std::chrono::milliseconds AnswerContest::patience() const {
    std::chrono::milliseconds longest{0};
    for (const auto& [skill_id, entry] : entries_) {
        if (entry.claimed) {
            longest = std::max(longest, entry.estimate.value_or(settings_.answer_window));
        }
    }
    return std::min(longest, settings_.answer_max);
}

void AnswerContest::take_answer(const std::string& skill_id, const Message& response) {
    const auto it = entries_.find(skill_id);
    if (it == entries_.end() || !it->second.claimed || it->second.responded) return;
    auto& entry = it->second;
    entry.responded = true;
    const auto confidence = number_under(response.data(), "conf");
    if (!confidence || *confidence < settings_.confidence_min || *confidence > 1) return;
    entry.answer = response.data_string("answer");
    entry.confidence = *confidence;
}

bool AnswerContest::complete() const {
    return std::ranges::all_of(
        entries_, [](const auto& row) { return !row.second.claimed || row.second.responded; });
}

std::vector<AnswerContest::Answer> AnswerContest::ranking() const {
    std::vector<Answer> out;
    for (const auto& [skill_id, entry] : entries_) {
        if (!entry.answer.empty()) out.push_back({skill_id, entry.answer, entry.confidence});
    }
    std::ranges::stable_sort(out, std::greater{}, &Answer::confidence);
    return out;
}

}  // namespace utter::orchestrator
