#include "utter/skill/question_desk.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::skill {

void QuestionDesk::open(bus::Bus& bus, Executor& executor, Read read) {
    read_ = std::move(read);
    const auto answer = [this, &bus](const Message& to, const char* topic, json::object data) {
        data["utterance"] = to.data_string("utterance");
        data["skill_id"] = skill_id_;
        bus.publish(to.reply(topic, std::move(data))
                        .with_context_value("skill_id", json::string(skill_id_)));
    };
    subscriptions_.push_back(
        bus.subscribe("ovos.common_query.ping", executor, [this, answer](const Message& ping) {
            // Whoever cannot answer stays silent, but for a word to our own plugin, so that it need
            // not wait.
            const bool claimed = claims(ping);
            answer(ping,
                   claimed ? "ovos.common_query.pong" : "utter.question.declined",
                   claimed ? json::object{{"can_answer", true}} : json::object{});
        }));
    subscriptions_.push_back(bus.subscribe(
        "ovos.common_query.request", executor, [this, answer](const Message& request) {
            if (request.data_string("skill_id") != skill_id_) return;
            json::object data;
            if (auto found = answer_to(request)) {
                data["answer"] = found->text;
                data["conf"] = std::clamp(found->confidence, 0.0, 1.0);
            }
            answer(request, "ovos.common_query.response", std::move(data));
        }));
}

bool QuestionDesk::claims(const Message& ping) const {
    const auto question = read_(ping);
    if (!question) return false;
    try {
        return can_answer_(*question);
    } catch (const std::exception& error) {
        log::error("skill.question_failed", {{"skill_id", skill_id_}, {"what", error.what()}});
        return false;
    }
}

std::optional<Answer> QuestionDesk::answer_to(const Message& request) const {
    const auto question = read_(request);
    if (!question) return std::nullopt;
    try {
        return answer_(*question);
    } catch (const std::exception& error) {
        log::error("skill.question_failed", {{"skill_id", skill_id_}, {"what", error.what()}});
        return std::nullopt;
    }
}

}  // namespace utter::skill
