#include "utter/skill/scheduled_events.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <future>
#include <tuple>
#include <utility>

#include "utter/core/instant.hpp"
#include "utter/core/log.hpp"
#include "utter/session/session.hpp"

namespace utter::skill {
namespace {

using std::chrono::system_clock;

constexpr auto answer_time_max = std::chrono::seconds(5);
constexpr std::size_t remembered_max = 1'000;
constexpr std::array<const char*, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

void put_time(json::object& record, const EventAt& at) {
    record["at"] = to_string(Instant{std::chrono::floor<std::chrono::microseconds>(at.time)});
}

void put_time(json::object& record, const EventIn& in) {
    record["in"] = json::object{{"seconds", std::chrono::duration<double>(in.delay).count()}};
}

void put_time(json::object& record, const EventDaily& daily) {
    const std::chrono::hh_mm_ss time(daily.time);
    const auto two = [](auto count) { return (count < 10 ? "0" : "") + std::to_string(count); };
    json::array days;
    for (std::size_t i = 0; i < weekdays.size(); ++i) {
        if (daily.days.test(i)) days.emplace_back(weekdays.at(i));
    }
    record["local"] = json::object{{"time",
                                    two(time.hours().count()) + ":" + two(time.minutes().count()) +
                                        ":" + two(time.seconds().count())},
                                   {"days", std::move(days)},
                                   {"zone", daily.zone}};
}

std::optional<system_clock::time_point> time_under(const json::object& object,
                                                   std::string_view key) {
    const auto instant = parse_instant(string_or_empty(object, key));
    return instant ? std::optional<system_clock::time_point>(instant->time) : std::nullopt;
}

json::object object_under(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value != nullptr && value->is_object() ? value->get_object() : json::object{};
}

Error refusal(const json::object& answer) {
    const auto code = string_or_empty(answer, "error");
    return {code == "internal" ? ErrorCode::unavailable : ErrorCode::invalid_argument,
            "the scheduler refused: " + std::string(string_or_empty(answer, "reason"))};
}

}  // namespace

ScheduledEvents::ScheduledEvents(std::string skill_id,
                                 bus::Bus& bus,
                                 Executor& answers,
                                 Answer make_answer)
    : skill_id_(std::move(skill_id)),
      bus_(bus),
      answers_(answers),
      make_answer_(std::move(make_answer)) {}

void ScheduledEvents::on_event(std::string name, EventHandler handler) {
    handlers_[std::move(name)] = std::move(handler);
}

void ScheduledEvents::listen(Executor& executor) {
    for (const auto& [name, handler] : handlers_) {
        subscriptions_.push_back(bus_.subscribe(
            skill_id_ + "." + name, executor, [this](const Message& fired) { handle(fired); }));
    }
}

// Nothing else of this skill runs meanwhile, so what is heard in answer is the answer to this.
Result<json::object> ScheduledEvents::request(const char* topic,
                                              json::object data,
                                              json::object context) {
    struct Pending {
        std::promise<json::object> answer;
        bool is_answered = false;
    };
    auto pending = std::make_shared<Pending>();
    auto answered = pending->answer.get_future();
    const std::string id(string_or_empty(data, "id"));
    const auto subscription = bus_.subscribe(
        std::string(topic) + ".response",
        answers_,
        [pending, id, skill_id = skill_id_](const Message& answer) {
            if (pending->is_answered || answer.context_string("skill_id") != skill_id) return;
            // A refusal does not name what it refuses.
            if (const auto of = answer.data_string("id"); !of.empty() && of != id) return;
            pending->is_answered = true;
            pending->answer.set_value(answer.data());
        });
    bus_.publish(Message(topic, std::move(data), std::move(context)));
    if (answered.wait_for(answer_time_max) != std::future_status::ready) {
        return fail(ErrorCode::timeout, "the scheduler does not answer; is it running?");
    }
    auto answer = answered.get();
    const auto* ok = answer.if_contains("ok");
    if (ok == nullptr || !ok->is_bool() || !ok->get_bool()) {
        return std::unexpected(refusal(answer));
    }
    return answer;
}

Result<std::optional<system_clock::time_point>> ScheduledEvents::schedule(
    const Event& event, const Conversation& from) {
    if (!handlers_.contains(event.name)) {
        return fail(ErrorCode::not_found, "no handler is bound to the event '" + event.name + "'");
    }
    json::object record{{"id", event.id},
                        {"event", skill_id_ + "." + event.name},
                        {"grace_s", event.grace.count()},
                        {"data", event.data}};
    record["data"].get_object()["lang"] = from.lang();
    std::visit([&](const auto& when) { put_time(record, when); }, event.when);
    auto context = from.context();
    context["skill_id"] = skill_id_;
    if (context.contains("scheduler")) context.erase("scheduler");  // of the event that led here
    auto answer = request("ovos.scheduler.schedule", std::move(record), std::move(context));
    if (!answer) return std::unexpected(answer.error());
    return time_under(*answer, "next");
}

Result<bool> ScheduledEvents::cancel(const std::string& id) {
    auto answer = request("ovos.scheduler.cancel", {{"id", id}}, own_context());
    if (!answer) return std::unexpected(answer.error());
    const auto* existed = answer->if_contains("existed");
    return existed != nullptr && existed->is_bool() && existed->get_bool();
}

Result<std::vector<KeptEvent>> ScheduledEvents::list() {
    auto answer = request("ovos.scheduler.list", {}, own_context());
    if (!answer) return std::unexpected(answer.error());
    std::vector<KeptEvent> events;
    const auto* all = answer->if_contains("schedules");
    if (all == nullptr || !all->is_array()) return events;
    for (const auto& member : all->get_array()) {
        const auto* schedule = member.if_object();
        if (schedule == nullptr) continue;
        const auto record = object_under(*schedule, "record");
        const auto context = object_under(record, "context");
        KeptEvent event;
        event.id = string_or_empty(record, "id");
        event.name = string_or_empty(record, "event");
        if (!event.name.starts_with(skill_id_ + ".")) continue;
        event.name.erase(0, skill_id_.size() + 1);
        event.data = object_under(record, "data");
        if (session::carrier_is_sound(context)) {
            event.session_id = session::session_id_of(context);
        }
        event.next = time_under(object_under(*schedule, "state"), "next");
        event.repeats = record.contains("local") || record.contains("every");
        events.push_back(std::move(event));
    }
    // Those that do not come again last; of two at once the one whose id comes first.
    std::ranges::sort(events, {}, [](const KeptEvent& event) {
        return std::pair(event.next.value_or(system_clock::time_point::max()), event.id);
    });
    return events;
}

void ScheduledEvents::handle(const Message& fired) {
    const auto occurrence = object_under(fired.context(), "scheduler");
    const auto due = time_under(occurrence, "due");
    if (!due || string_or_empty(occurrence, "skill_id") != skill_id_) return;
    EventCall call;
    call.id = string_or_empty(occurrence, "id");
    auto& last = last_due_[call.id];
    if (last == string_or_empty(occurrence, "due")) return;
    last = string_or_empty(occurrence, "due");
    // Long ago, then: what could still come twice came a moment ago.
    if (last_due_.size() > remembered_max) last_due_.erase(last_due_.begin());
    call.name = fired.type().substr(skill_id_.size() + 1);
    call.data = fired.data();
    call.due = *due;
    call.fired = time_under(occurrence, "fired").value_or(*due);
    std::tie(call.conversation, call.timezone) =
        make_answer_(fired, std::string(fired.data_string("lang")));
    const auto handler = handlers_.find(call.name);
    if (handler == handlers_.end()) return;
    try {
        handler->second(call);
    } catch (const std::exception& error) {
        log::error("skill.event_failed",
                   {{"skill_id", skill_id_}, {"event", call.name}, {"what", error.what()}});
    }
}

}  // namespace utter::skill
