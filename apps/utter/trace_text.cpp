#include "trace_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace utter::app {
namespace {

std::string joined(const json::value& list, std::string_view between = ", ") {
    std::string text;
    for (const auto& member : list.as_array()) {
        if (!text.empty()) text += between;
        text += std::string_view(member.as_string());
    }
    return text;
}

double number(const json::object& object, std::string_view key) {
    return object.at(key).to_number<double>();
}

// "timer.utter:set_timer  duration = "five minutes""
std::string match_text(const json::object& trace) {
    const auto* match = trace.if_contains("match");
    if (match == nullptr) return "no match";
    auto text = fmt::format("{}:{}",
                            std::string_view(match->at("skill_id").as_string()),
                            std::string_view(match->at("intent_name").as_string()));
    auto sign = "  ";
    for (const auto& [name, value] : match->at("slots").as_object()) {
        text += fmt::format(
            "{}{} = {}", std::exchange(sign, ", "), std::string_view(name), json::serialize(value));
    }
    return text;
}

std::string heading(const json::object& trace) {
    auto text = fmt::format("\"{}\"", joined(trace.at("heard"), "\" or \""));
    if (trace.at("utterances") != trace.at("heard")) {
        text += fmt::format(", read as \"{}\"", joined(trace.at("utterances"), "\" or \""));
    }
    if (const auto lang = string_or_empty(trace, "lang"); !lang.empty()) {
        text += fmt::format(", in {} (by {})", lang, string_or_empty(trace, "lang_source"));
    }
    return text + '\n';
}

// "wake 0 ms, speech_end 1500 ms, ..." and what lies between, as far as the turn had it.
std::string turn_text(const json::object& trace) {
    const auto* turn = trace.if_contains("turn");
    // That a text was matched says nothing new.
    if (turn == nullptr || turn->at("moments").as_object().size() < 3) return {};
    const auto list = [turn](std::string_view what) {
        std::string text;
        for (const auto& [name, time] : turn->at(what).as_object()) {
            text += fmt::format("{}{} {:.1f} ms",
                                text.empty() ? "" : ", ",
                                std::string_view(name),
                                time.to_number<double>());
        }
        return text;
    };
    return fmt::format("turn: {}\nstages: {}\n", list("moments"), list("stages"));
}

// What each stage did, by its name in the pipeline: of the trace's stages, the first asked first.
std::map<std::string, std::string> outcomes(const json::object& trace) {
    std::map<std::string, std::string> out;
    const auto& stages = trace.at("stages").as_array();
    const auto& pipeline = trace.at("pipeline").as_array();
    for (std::size_t i = 0; i < pipeline.size(); ++i) {
        auto& outcome = out[std::string(pipeline[i].as_string())];
        outcome = i < stages.size() ? std::string(stages[i].at("outcome").as_string())
                                    : std::string("not asked");
    }
    return out;
}

}  // namespace

std::string reason_text(const json::object& stage) {
    std::string why(string_or_empty(stage, "reason"));
    if (const auto* score = stage.if_contains("score")) {
        why += fmt::format("{}score {:.2f}", why.empty() ? "" : ", ", score->to_number<double>());
    }
    if (const auto next = string_or_empty(stage, "runner_up"); !next.empty()) {
        why += fmt::format("{}next best {}", why.empty() ? "" : ", ", next);
    }
    return why;
}

std::string trace_text(const json::object& trace) {
    auto text = heading(trace);
    for (const auto& [chain, ids] : trace.at("transformers").as_object()) {
        if (ids.as_array().empty()) continue;
        text += fmt::format("  {} transformers: {}\n", std::string_view(chain), joined(ids));
    }
    const auto& stages = trace.at("stages").as_array();
    const auto& pipeline = trace.at("pipeline").as_array();
    std::size_t width = 0;
    for (const auto& entry : pipeline) width = std::max(width, entry.as_string().size());
    for (std::size_t i = 0; i < pipeline.size(); ++i) {
        const std::string_view name(pipeline[i].as_string());
        if (i >= stages.size()) {
            text += fmt::format("  {:{}}  not asked\n", name, width);
            continue;
        }
        const auto& stage = stages[i].as_object();
        const auto line = fmt::format("  {:{}}  {:10} {:8.2f} ms  {}",
                                      name,
                                      width,
                                      std::string_view(stage.at("outcome").as_string()),
                                      number(stage, "ms"),
                                      reason_text(stage));
        text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    }
    const auto detail = string_or_empty(trace, "detail");
    text += fmt::format("{}: {}{}\n",
                        string_or_empty(trace, "ending"),
                        match_text(trace),
                        detail.empty() ? "" : fmt::format(" ({})", detail));
    const auto& session = trace.at("session").as_object();
    for (const auto& field : trace.at("session_fields").as_array()) {
        const std::string_view name(field.as_string());
        // One that only a transformer or the default session gave is not in the entry's.
        const auto* value = session.if_contains(name);
        text += fmt::format("  session.{} mattered: {}\n",
                            name,
                            value == nullptr ? "not set" : json::serialize(*value));
    }
    text += fmt::format("transforming {:.2f} ms, matching {:.2f} ms, handling {:.2f} ms\n",
                        number(trace, "transforming_ms"),
                        number(trace, "matching_ms"),
                        number(trace, "handling_ms"));
    return text + turn_text(trace);
}

json::array trace_differences(const json::object& then, const json::object& now) {
    json::array out;
    const auto compare = [&](std::string_view what, std::string was, std::string is) {
        if (was == is) return;
        out.push_back(
            json::object{{"what", what}, {"then", std::move(was)}, {"now", std::move(is)}});
    };
    compare("language",
            std::string(string_or_empty(then, "lang")),
            std::string(string_or_empty(now, "lang")));
    compare("read as", joined(then.at("utterances")), joined(now.at("utterances")));
    compare("pipeline", joined(then.at("pipeline")), joined(now.at("pipeline")));
    const auto was = outcomes(then);
    auto is = outcomes(now);
    for (const auto& [name, outcome] : was) {
        const auto it = is.find(name);
        if (it != is.end()) compare("stage " + name, outcome, it->second);
    }
    compare("decision", match_text(then), match_text(now));
    return out;
}

std::string differences_text(const json::array& differences) {
    if (differences.empty()) return "the same decision\n";
    std::string text = "what differs:\n";
    for (const auto& difference : differences) {
        const auto& row = difference.as_object();
        text += fmt::format("  {}\n    then  {}\n    now   {}\n",
                            string_or_empty(row, "what"),
                            string_or_empty(row, "then"),
                            string_or_empty(row, "now"));
    }
    return text;
}

}  // namespace utter::app
