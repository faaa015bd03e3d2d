#include "utter/legacy/scheduled_events.hpp"

#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include "utter/core/instant.hpp"
#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"

namespace utter::legacy {
namespace {

// Who owns these events: the older names know no owner.
constexpr const char* owner = "mycroft-scheduler";
constexpr const char* fired_topic = "mycroft-scheduler.fire";
constexpr std::size_t updates_max = 1'000;

std::optional<double> number_under(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

json::object object_under(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_object() ? value->get_object() : json::object{};
}

json::object own(json::object context) {
    context["skill_id"] = owner;
    return context;
}

void refuse(const Message& request, std::string_view reason) {
    log::warning(
        "legacy.event_refused",
        {{"topic", request.type()}, {"event", request.data_string("event")}, {"reason", reason}});
}

}  // namespace

ScheduledEvents::ScheduledEvents(bus::Bus& bus, Executor& executor)
    : bus_(bus), executor_(executor) {
    listen("mycroft.scheduler.schedule_event", &ScheduledEvents::schedule);
    listen("mycroft.scheduler.remove_event", &ScheduledEvents::remove);
    listen("mycroft.scheduler.update_event", &ScheduledEvents::update);
    listen("mycroft.schedule.update_event", &ScheduledEvents::update);  // as some clients spell it
    listen("ovos.scheduler.get.response", &ScheduledEvents::got);
    listen(fired_topic, &ScheduledEvents::fire);
}

void ScheduledEvents::listen(const char* topic, void (ScheduledEvents::*handler)(const Message&)) {
    subscriptions_.push_back(bus_.subscribe(
        topic, executor_, [this, handler](const Message& m) { (this->*handler)(m); }));
}

void ScheduledEvents::schedule(const Message& request) {
    const std::string event(request.data_string("event"));
    const auto time = number_under(request.data(), "time");
    if (!is_topic(event)) return refuse(request, "'event' is not a topic");
    constexpr double year_9999 = 2.5e11;
    if (!time || !(std::abs(*time) < year_9999)) {
        return refuse(request, "'time' must be a number of seconds since 1970");
    }
    const auto due = to_string(Instant{Time(std::chrono::microseconds(std::llround(*time * 1e6)))});
    json::object record{{"id", event},
                        {"event", fired_topic},
                        {"data",
                         {{"event", event},
                          {"data", object_under(request.data(), "data")},
                          {"skill_id", request.context_string("skill_id")}}}};
    if (const auto repeat = number_under(request.data(), "repeat"); repeat && *repeat > 0) {
        record["every"] = json::object{{"seconds", *repeat}, {"start", due}};
    } else {
        record["at"] = due;
    }
    bus_.publish(Message("ovos.scheduler.schedule", std::move(record), own(request.context())));
}

void ScheduledEvents::remove(const Message& request) {
    const std::string event(request.data_string("event"));
    updates_.erase(event);
    bus_.publish(Message("ovos.scheduler.cancel", {{"id", event}}, own({})));
}

// New data for an event whose time stays: what it was is asked for first.
void ScheduledEvents::update(const Message& request) {
    if (updates_.size() >= updates_max) return refuse(request, "too many at once");
    const std::string event(request.data_string("event"));
    updates_[event] = object_under(request.data(), "data");
    bus_.publish(Message("ovos.scheduler.get", {{"id", event}}, own({})));
}

void ScheduledEvents::got(const Message& answer) {
    if (answer.context_string("skill_id") != owner) return;
    auto record = object_under(answer.data(), "record");
    const auto update = updates_.find(std::string(string_or_empty(record, "id")));
    if (update == updates_.end()) return;
    auto data = object_under(record, "data");
    data["data"] = std::move(update->second);
    updates_.erase(update);
    record["data"] = std::move(data);
    auto context = object_under(record, "context");
    bus_.publish(Message("ovos.scheduler.schedule", std::move(record), std::move(context)));
}

void ScheduledEvents::fire(const Message& event) {
    const auto& data = event.data();
    const std::string topic(string_or_empty(data, "event"));
    auto context = event.context();
    // Only the scheduler sends these, and only topics that were checked.
    if (!context.contains("scheduler") || !is_topic(topic)) return;
    context.erase("scheduler");
    if (const auto skill_id = string_or_empty(data, "skill_id"); !skill_id.empty()) {
        context["skill_id"] = skill_id;
    } else {
        context.erase("skill_id");
    }
    bus_.publish(Message(topic, object_under(data, "data"), std::move(context)));
}

}  // namespace utter::legacy
