#include "explain.hpp"

#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "assistant_link.hpp"
#include "exit_code.hpp"
#include "trace_text.hpp"
#include "utter/orchestrator/orchestrator.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;
using orchestrator::Orchestrator;

constexpr auto patience = 15'000ms;  // longer than a stage may take

int complain(const std::string& reason, int code) {
    std::cerr << "utter: " << reason << '\n';
    return code;
}

// What the assistant at the link decides.
Result<json::object> decide(AssistantLink& link,
                            json::object data,
                            const std::optional<json::object>& session) {
    auto context = link.context();
    if (session) context["session"] = *session;
    const auto topic = std::string(Orchestrator::explain_topic);
    const auto answer = link.request(
        Message(topic, std::move(data), std::move(context)), topic + ".response", patience);
    if (!answer) return fail(ErrorCode::timeout, "no explanation came");
    return answer->data().at("trace").as_object();
}

Result<json::object> last_trace(const Program& program) {
    auto link = AssistantLink::open(program, false);
    if (!link) return std::unexpected(link.error());
    const auto topic = std::string(Orchestrator::traces_topic);
    const auto answer = (*link)->request(
        Message(topic, {{"limit", 1}}, (*link)->context()), topic + ".response", patience);
    if (!answer) return fail(ErrorCode::timeout, "the assistant names no traces");
    const auto& traces = answer->data().at("traces").as_array();
    if (traces.empty()) return fail(ErrorCode::not_found, "nothing has been said to it yet");
    return traces.front().as_object();
}

json::object entry_of(const json::object& trace) {
    json::object data{{"utterances", trace.at("heard")}};
    if (const auto lang = string_or_empty(trace, "entry_lang"); !lang.empty()) data["lang"] = lang;
    return data;
}

// The same utterance and session under another configuration.
Result<json::object> replay(const Program& program, const json::object& trace) {
    auto link = AssistantLink::open_own(program);
    if (!link) return std::unexpected(link.error());
    return decide(**link, entry_of(trace), trace.at("session").as_object());
}

Result<json::object> trial(const Program& program, const ExplainOptions& options) {
    std::optional<json::object> session;
    if (!options.session.empty()) {
        auto value = parse_json(options.session);
        if (!value || !value->is_object()) {
            return fail(ErrorCode::invalid_argument, "--session must be a JSON object");
        }
        session = std::move(value->get_object());
    }
    json::object data{{"utterances", json::array{json::string(options.text)}}};
    if (!options.lang.empty()) data["lang"] = options.lang;
    auto link = AssistantLink::open(program, true);
    if (!link) return std::unexpected(link.error());
    return decide(**link, std::move(data), session);
}

int report(const Error& error) {
    if (error.code == ErrorCode::invalid_argument) return complain(error.detail, exit_usage);
    const bool silent = error.code == ErrorCode::unavailable || error.code == ErrorCode::timeout;
    return complain(error.detail, silent ? exit_no_answer : exit_failed);
}

}  // namespace

int explain(const Program& program, const ExplainOptions& options) {
    if (options.last == !options.text.empty()) {
        return complain("give an utterance, or --last", exit_usage);
    }
    if (options.replay && !options.last) return complain("--replay goes with --last", exit_usage);
    const auto first = options.last ? last_trace(program) : trial(program, options);
    if (!first) return report(first.error());
    if (!options.replay) {
        if (program.json) {
            std::cout << json::serialize(*first) << '\n';
        } else {
            std::cout << trace_text(*first);
        }
        return exit_ok;
    }
    const auto second = replay(program, *first);
    if (!second) return report(second.error());
    const auto differences = trace_differences(*first, *second);
    if (program.json) {
        std::cout << json::serialize(json::object{{"then", *first},
                                                  {"now", *second},
                                                  {"same", differences.empty()},
                                                  {"differences", differences}})
                  << '\n';
        return exit_ok;
    }
    std::cout << trace_text(*first) << "\nunder this configuration:\n"
              << trace_text(*second) << '\n'
              << differences_text(differences);
    return exit_ok;
}

}  // namespace utter::app
