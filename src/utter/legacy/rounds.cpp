#include "utter/legacy/rounds.hpp"

#include <algorithm>

#include "utter/core/json.hpp"
#include "utter/legacy/dispatch_topic.hpp"
#include "utter/legacy/session_shape.hpp"
#include "utter/legacy/twin.hpp"
#include "utter/session/session.hpp"

namespace utter::legacy {
namespace {

constexpr std::string_view stop_answer = ".stop.response";
constexpr std::string_view fallback_request = "ovos.skills.fallback.";
constexpr std::string_view response_ending = ".response";
constexpr std::string_view killed_ending = ".killed";
constexpr std::string_view converse_killed = ".converse.killed";

// Of `<start><skill_id><ending>`, the skill's id.
std::string_view between(std::string_view topic, std::string_view start, std::string_view ending) {
    if (!topic.starts_with(start) || !topic.ends_with(ending) ||
        topic.size() <= start.size() + ending.size()) {
        return {};
    }
    return topic.substr(start.size(), topic.size() - start.size() - ending.size());
}

// Whose answer to which request a frame is.
struct Answer {
    std::string_view skill_id;
    std::string_view intent_name;
};

Answer answer_of(const Message& message) {
    const std::string_view topic = message.type();
    if (topic == "skill.converse.response") return {message.data_string("skill_id"), "converse"};
    if (topic.starts_with(fallback_request)) {
        const auto ending = topic.ends_with(killed_ending) ? killed_ending : response_ending;
        return {between(topic, fallback_request, ending), "fallback"};
    }
    if (topic.ends_with(converse_killed)) return {between(topic, "", converse_killed), "converse"};
    return {between(topic, "", stop_answer), "stop"};
}

json::object session_object(const Message& message) {
    const auto* carrier = message.context().if_contains("session");
    return carrier != nullptr && carrier->is_object() ? carrier->get_object() : json::object{};
}

std::optional<std::string> reported_error(const Message& message) {
    const auto error = message.data_string("error");
    return error.empty() ? std::nullopt : std::optional<std::string>(error);
}

}  // namespace

const std::vector<std::string>& Rounds::topics() {
    static const std::vector<std::string> topics{"mycroft.skill.handler.complete",
                                                 "mycroft.skill.handler.error",
                                                 "skill.converse.response",
                                                 "*.converse.killed",
                                                 "*.stop.response",
                                                 "ovos.skills.fallback.*.response",
                                                 "ovos.skills.fallback.*.killed"};
    return topics;
}

std::string Rounds::handle(const Message& message) {
    const std::string_view topic = message.type();
    if (topic == "mycroft.skill.handler.complete" || topic == "mycroft.skill.handler.error") {
        auto* round = find(message, message.context_string("skill_id"));
        if (round == nullptr) return {};
        if (topic.ends_with("error")) {
            const auto what = message.data_string("exception");
            end(*round, message, std::string(what.empty() ? "the handler failed" : what));
        } else {
            end(*round, message, std::nullopt);
        }
        return {};
    }
    const auto answer = answer_of(message);
    auto* round = find(message, answer.skill_id);
    if (round == nullptr || round->ended || round->intent_name != answer.intent_name) return {};
    end(*round, message, reported_error(message));
    const auto* result = message.data().if_contains("result");
    const bool stopped = answer.intent_name == "stop" && result != nullptr && *result == true;
    return stopped ? round->skill_id : std::string();
}

void Rounds::open(const Message& dispatch, std::string_view reporter) {
    const auto topic = split_dispatch(dispatch.type());
    if (!topic) return;
    rounds_.push_front({dispatch,
                        std::string(topic->skill_id),
                        std::string(topic->intent_name),
                        std::string(reporter.empty() ? topic->skill_id : reporter)});
    if (rounds_.size() > rounds_max) rounds_.pop_back();
}

void Rounds::close(const Message& dispatch) {
    const auto utterance_id = dispatch.context_string("utterance_id");
    const auto it = std::ranges::find_if(rounds_, [&](const Round& round) {
        return round.dispatch.context_string("utterance_id") == utterance_id;
    });
    if (it != rounds_.end()) end(*it, dispatch, std::nullopt);
}

void Rounds::forget(std::string_view utterance_id) {
    std::erase_if(rounds_, [&](const Round& round) {
        return round.dispatch.context_string("utterance_id") == utterance_id;
    });
}

// By the utterance's id, which survives everything a skill derives; a frame made from nothing has
// only its session, and then the newest round of the skill counts.
Rounds::Round* Rounds::find(const Message& message, std::string_view skill_id) {
    if (!session::carrier_is_sound(message.context())) return nullptr;
    const auto utterance_id = message.context_string("utterance_id");
    const auto session_id = session::session_id_of(message.context());
    const auto it = std::ranges::find_if(rounds_, [&](const Round& round) {
        if (round.reporter != skill_id) return false;
        if (!utterance_id.empty()) {
            return round.dispatch.context_string("utterance_id") == utterance_id;
        }
        return session::session_id_of(round.dispatch.context()) == session_id;
    });
    return it == rounds_.end() ? nullptr : &*it;
}

void Rounds::end(Round& round, const Message& report, std::optional<std::string> exception) {
    if (round.ended) return;
    round.ended = true;
    json::object data{{"skill_id", round.skill_id},
                      {"intent_name", round.intent_name},
                      {"ok", !exception.has_value()}};
    if (exception) data["exception"] = *exception;
    auto context = unmarked_context(report);
    context["utterance_id"] = round.dispatch.context_string("utterance_id");
    context["skill_id"] = round.skill_id;
    context["session"] =
        heal_returned_session(session_object(round.dispatch), session_object(report));
    deliver_(Message("utter.handler.done", std::move(data), std::move(context)));
}

}  // namespace utter::legacy
