#include "utter/orchestrator/trace.hpp"

#include <boost/json/serialize.hpp>
#include <ranges>
#include <utility>

#include "utter/core/clock.hpp"

namespace utter::orchestrator {
namespace {

double milliseconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

json::array array_of(const std::vector<std::string>& list) {
    return json::array(list.begin(), list.end());
}

json::object to_json(const StageTrace& stage) {
    json::object out{{"pipeline_id", stage.pipeline_id},
                     {"outcome", stage.outcome},
                     {"ms", milliseconds(stage.took)}};
    if (!stage.reason.empty()) out["reason"] = stage.reason;
    if (stage.score) out["score"] = *stage.score;
    if (!stage.runner_up.empty()) out["runner_up"] = stage.runner_up;
    return out;
}

}  // namespace

json::object to_json(const Trace& trace) {
    json::array stages;
    for (const auto& stage : trace.stages) stages.push_back(to_json(stage));
    json::object out{{"utterance_id", trace.utterance_id},
                     {"session_id", trace.session_id},
                     {"began", seconds_since_epoch(trace.began)},
                     {"heard", array_of(trace.heard)},
                     {"utterances", array_of(trace.utterances)},
                     {"entry_lang", trace.entry_lang},
                     {"lang", trace.lang},
                     {"lang_source", trace.lang_source},
                     {"session", trace.session},
                     {"transformers", trace.transformers},
                     {"pipeline", array_of(trace.pipeline)},
                     {"stages", std::move(stages)},
                     {"session_fields", array_of(trace.session_fields)},
                     {"ending", trace.ending},
                     {"detail", trace.detail},
                     {"transforming_ms", milliseconds(trace.transforming)},
                     {"matching_ms", milliseconds(trace.matching)},
                     {"handling_ms", milliseconds(trace.handling)}};
    if (!trace.skill_id.empty()) {
        out["match"] = json::object{{"skill_id", trace.skill_id},
                                    {"intent_name", trace.intent_name},
                                    {"lang", trace.matched_lang},
                                    {"utterance", trace.matched_utterance},
                                    {"slots", trace.slots}};
    }
    return out;
}

void TraceLog::add(const Trace& trace) {
    if (capacity_ == 0) return;
    auto kept = to_json(trace);
    if (json::serialize(kept).size() > trace_bytes_max) {
        for (const auto* key : {"heard", "utterances"}) kept[key] = json::array();
        kept["session"] = json::object();
        kept["detail"] = "too long to be kept";
        if (json::serialize(kept).size() > trace_bytes_max) return;
    }
    if (traces_.size() == capacity_) traces_.pop_front();
    traces_.push_back(std::move(kept));
}

json::array TraceLog::list(std::string_view session_id, std::size_t limit) const {
    json::array out;
    for (const auto& trace : traces_ | std::views::reverse) {
        if (out.size() >= limit) break;
        if (session_id.empty() || string_or_empty(trace, "session_id") == session_id) {
            out.push_back(trace);
        }
    }
    return out;
}

}  // namespace utter::orchestrator
