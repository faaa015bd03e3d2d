#include "utter/skill/poll_desk.hpp"

#include <exception>
#include <string_view>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/session/session.hpp"

namespace utter::skill {

void PollDesk::open(bus::Bus& bus, Executor& loop, Executor& skill_executor) {
    const auto on_ping = [&](const char* topic,
                             std::string_view field,
                             bool asks_the_skill,
                             json::object (PollDesk::*decide)(const Message&) const) {
        auto& executor = asks_the_skill ? skill_executor : loop;
        subscriptions_.push_back(
            bus.subscribe(topic, executor, [this, &bus, field, decide](const Message& ping) {
                // Only those who are listed are asked.
                if (!session::carrier_is_sound(ping.context()) ||
                    !session::Session::read(ping.context()).has_handler(field, skill_id_)) {
                    return;
                }
                answer(bus, ping, (this->*decide)(ping));
            }));
    };
    on_ping(
        "ovos.converse.ping", "converse_handlers", wants_ != nullptr, &PollDesk::converse_answer);
    on_ping("ovos.stop.ping", "active_handlers", is_active_ != nullptr, &PollDesk::stop_answer);
    if (stop_ == nullptr) return;
    subscriptions_.push_back(
        bus.subscribe("ovos.stop", skill_executor, [this](const Message& m) { stop(m); }));
}

void PollDesk::stop(const Message& message) const {
    if (stop_ == nullptr || !session::carrier_is_sound(message.context())) return;
    stop_(session::session_id_of(message.context()));
}

void PollDesk::answer(bus::Bus& bus, const Message& ping, json::object data) const {
    data["skill_id"] = skill_id_;
    auto topic = ping.type();
    topic.replace(topic.rfind("ping"), std::string_view("ping").size(), "pong");
    bus.publish(ping.reply(std::move(topic), std::move(data))
                    .with_context_value("skill_id", json::string(skill_id_)));
}

json::object PollDesk::converse_answer(const Message& ping) const {
    const auto utterances = strings_under(ping.data(), "utterances");
    if (wants_ == nullptr || utterances.empty()) return {{"can_handle", false}};
    try {
        return {{"can_handle", wants_(utterances.front(), std::string(ping.data_string("lang")))}};
    } catch (const std::exception& error) {
        log::error("skill.poll_failed", {{"skill_id", skill_id_}, {"what", error.what()}});
        return {{"can_handle", false}, {"error_code", "handler_error"}};
    }
}

json::object PollDesk::stop_answer(const Message& ping) const {
    if (is_active_ == nullptr) return {{"can_handle", false}};
    try {
        return {{"can_handle", is_active_(session::session_id_of(ping.context()))}};
    } catch (const std::exception& error) {
        log::error("skill.poll_failed", {{"skill_id", skill_id_}, {"what", error.what()}});
        return {{"can_handle", false}};
    }
}

}  // namespace utter::skill
