#include "utter/orchestrator/turn_ledger.hpp"

#include <prometheus/registry.h>
#include <prometheus/summary.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <ranges>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/core/turn_keys.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::array<std::string_view, moment_count> moment_names{
    "wake", "speech_end", "final_text", "matched", "first_token", "first_audio", "first_sample"};

constexpr std::size_t index_of(Moment moment) {
    return static_cast<std::size_t>(moment);
}

double milliseconds(std::chrono::system_clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

struct TurnLedger::Metrics {
    Metrics() {
        auto& family = prometheus::BuildSummary()
                           .Name("utter_turn_stage_seconds")
                           .Help("Time that each stage of a turn took, over the last ten minutes")
                           .Register(registry);
        const prometheus::Summary::Quantiles quantiles{{0.5, 0.01}, {0.95, 0.005}};
        for (std::size_t i = 0; i < turn_stages.size(); ++i) {
            const std::string stage(turn_stages.at(i).name);
            stages.at(i) = &family.Add({{"stage", stage}}, quantiles, std::chrono::minutes(10));
        }
    }

    prometheus::Registry registry;
    std::array<prometheus::Summary*, turn_stages.size()> stages{};
};

TurnLedger::TurnLedger(bus::Bus& bus, Executor& executor, const Clock& clock, TurnBudgets budgets)
    : bus_(bus),
      executor_(executor),
      clock_(clock),
      budgets_(budgets),
      metrics_(std::make_unique<Metrics>()) {}

TurnLedger::~TurnLedger() = default;

void TurnLedger::follow(std::string topic, void (TurnLedger::*handler)(const Message&)) {
    subscriptions_.push_back(
        bus_.subscribe(std::move(topic), executor_, [this, handler](const Message& message) {
            if (session::carrier_is_sound(message.context())) (this->*handler)(message);
        }));
}

void TurnLedger::start() {
    follow("ovos.listener.wakeword", &TurnLedger::on_wake);
    follow("ovos.listener.record.ended", &TurnLedger::on_speech_end);
    follow("ovos.stt.failed", &TurnLedger::on_not_understood);
    follow("ovos.utterance.speak", &TurnLedger::on_speak);
    follow("ovos.audio.output.started", &TurnLedger::on_output);
    follow("utter.platform.session.playback_started", &TurnLedger::on_output);
}

TurnLedger::Turn& TurnLedger::listening_to(const Message& message) {
    if (listening_.size() >= listening_max) listening_.clear();
    return listening_[session::session_id_of(message.context())];
}

void TurnLedger::on_wake(const Message& message) {
    auto& turn = listening_to(message);
    turn = {};
    record(turn, Moment::wake, clock_.now());
}

void TurnLedger::on_speech_end(const Message& message) {
    auto& turn = listening_to(message);
    // What is left of one that nothing came of.
    if (turn.at.at(index_of(Moment::speech_end))) turn = {};
    record(turn, Moment::speech_end, clock_.now());
}

void TurnLedger::on_not_understood(const Message& message) {
    listening_.erase(session::session_id_of(message.context()));
}

void TurnLedger::begin(std::string utterance_id, const Message& message) {
    Turn turn;
    if (message.context().contains(turn::speech_end_at)) {
        record(turn, Moment::speech_end, told(message, turn::speech_end_at));
    } else if (const auto heard = listening_.find(session::session_id_of(message.context()));
               heard != listening_.end() && heard->second.at.at(index_of(Moment::speech_end))) {
        turn = std::move(heard->second);
        listening_.erase(heard);
    }
    turn.utterance_id = std::move(utterance_id);
    record(turn, Moment::final_text, clock_.now());
    if (turns_.size() == turns_max) turns_.pop_front();
    turns_.push_back(std::move(turn));
}

void TurnLedger::matched(std::string_view utterance_id) {
    if (auto* turn = find(utterance_id)) record(*turn, Moment::matched, clock_.now());
}

void TurnLedger::on_speak(const Message& message) {
    auto* turn = find(message.context_string("utterance_id"));
    if (turn != nullptr) record(*turn, Moment::first_token, told(message, turn::first_token_at));
}

void TurnLedger::on_output(const Message& message) {
    auto* turn = find(message.context_string("utterance_id"));
    if (turn == nullptr) return;
    record(*turn, Moment::first_audio, told(message, turn::first_audio_at));
    record(*turn, Moment::first_sample, clock_.now());
}

TurnLedger::TimePoint TurnLedger::told(const Message& message, std::string_view key) const {
    const auto now = clock_.now();
    const auto* value = message.context().if_contains(key);
    if (value == nullptr || !value->is_number()) return now;
    const std::chrono::duration<double> since_epoch(value->to_number<double>());
    // Another machine's clock may be anywhere.
    if (since_epoch > now.time_since_epoch() ||
        since_epoch < now.time_since_epoch() - std::chrono::hours(1)) {
        return now;
    }
    return TimePoint(std::chrono::duration_cast<TimePoint::duration>(since_epoch));
}

TurnLedger::Turn* TurnLedger::find(std::string_view utterance_id) {
    if (utterance_id.empty()) return nullptr;
    // Nearly always one of the newest.
    for (auto& turn : turns_ | std::views::reverse) {
        if (turn.utterance_id == utterance_id) return &turn;
    }
    return nullptr;
}

void TurnLedger::record(Turn& turn, Moment moment, TimePoint at) {
    auto& slot = turn.at.at(index_of(moment));
    if (slot) return;  // only the first counts
    slot = at;
    for (std::size_t i = 0; i < turn_stages.size(); ++i) {
        const auto& stage = turn_stages.at(i);
        const auto from = turn.at.at(index_of(stage.from));
        if (stage.to != moment || !from) continue;
        const auto took = std::max(at - *from, TimePoint::duration::zero());
        metrics_->stages.at(i)->Observe(std::chrono::duration<double>(took).count());
        const auto budget = budgets_.at(i);
        if (budget.count() > 0 && took > budget) {
            log::warning("turn.over_budget",
                         {{"stage", stage.name},
                          {"ms", milliseconds(took)},
                          {"budget_ms", budget.count()},
                          {"utterance_id", turn.utterance_id}});
        }
    }
}

json::object TurnLedger::turn(std::string_view utterance_id) const {
    const auto found = std::ranges::find(turns_, utterance_id, &Turn::utterance_id);
    if (found == turns_.end()) return {};
    json::object moments;
    std::optional<TimePoint> first;
    for (std::size_t i = 0; i < moment_count; ++i) {
        const auto at = found->at.at(i);
        if (!at) continue;
        if (!first) first = at;
        moments[moment_names.at(i)] = milliseconds(*at - *first);
    }
    json::object stages;
    for (const auto& stage : turn_stages) {
        const auto from = found->at.at(index_of(stage.from));
        const auto to = found->at.at(index_of(stage.to));
        if (from && to) stages[stage.name] = std::max(milliseconds(*to - *from), 0.0);
    }
    return {{"moments", std::move(moments)}, {"stages", std::move(stages)}};
}

std::string TurnLedger::to_prometheus() const {
    return prometheus::TextSerializer().Serialize(metrics_->registry.Collect());
}

}  // namespace utter::orchestrator
