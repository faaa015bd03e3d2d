#include "timer_skill.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "duration_words.hpp"
#include "support/icu_text.hpp"
#include "support/own_events.hpp"
#include "timer_request.hpp"
#include "utter/intent/normalizer.hpp"

namespace utter::skills {
namespace {

using skill::Conversation;
using skill::IntentCall;
using skill::Slots;
using std::chrono::seconds;

// How many timers are named in one answer.
constexpr std::size_t spoken_max = 5;

constexpr std::string_view up_event = "up";

// Context key: the name of the timer whose length was asked for.
constexpr std::string_view asked_name = "asked_name";

struct Timer {
    std::string id;
    std::string name;  // as it was said; empty: none
    seconds length{};
    std::chrono::system_clock::time_point due;
};

// What is kept of one with the scheduler.
json::object to_json(const Timer& timer) {
    return {{"name", timer.name}, {"length_s", timer.length.count()}};
}

Timer timer_from(std::string id,
                 const json::object& data,
                 std::chrono::system_clock::time_point due) {
    const auto* length = data.if_contains("length_s");
    return {std::move(id),
            std::string(string_or_empty(data, "name")),
            seconds(length != nullptr && length->is_int64() ? length->get_int64() : 0),
            due};
}

// Names are the same when they sound the same.
std::string name_key(const std::string& name, const std::string& lang) {
    return intent::Normalizer(lang).text(name).value_or(name);
}

class TimerSkill final : public skill::Skill {
  public:
    [[nodiscard]] Result<void> start(skill::SkillContext& context) override {
        context_ = &context;
        context.on_intent("set_timer", [this](const IntentCall& call) { set(call); });
        context.on_intent("set_timer_short", [this](const IntentCall& call) { set_short(call); });
        context.on_intent("set_timer_no_length", [](const IntentCall& call) {
            call.conversation->ask_dialog("ask_length");
        });
        context.on_response([this](const IntentCall& call) { set_answered(call); });
        context.on_intent("time_left", [this](const IntentCall& call) { say_left(call); });
        context.on_intent("list_timers", [this](const IntentCall& call) {
            if (const auto timers = timers_of(call)) say_running(call, all_of(*timers));
        });
        context.on_intent("cancel_timer", [this](const IntentCall& call) { cancel(call); });
        context.on_intent("cancel_all", [this](const IntentCall& call) { cancel_all(call); });
        context.events().on_event(std::string(up_event),
                                  [this](const skill::EventCall& call) { announce(call); });
        return {};
    }

  private:
    using Timers = std::vector<Timer>;  // the next due first
    using Selection = std::vector<const Timer*>;

    void set(const IntentCall& call) {
        const auto request = read_request(call);
        if (!request.length && request.length.error().code != ErrorCode::limit) {
            call.speak_dialog("bad_length", {{"length", call.slot("length").value_or("")}});
            return;
        }
        set(call, request);
    }

    void set_short(const IntentCall& call) {
        const auto request = read_short_request(call);
        if (!request.length && request.length.error().code != ErrorCode::limit) {
            call.conversation->set_context(asked_name, request.name, {.turns = 1});
            call.conversation->ask_dialog("ask_length_named", {{"name", request.name}});
            return;
        }
        set(call, request);
    }

    // The answer to "for how long?".
    void set_answered(const IntentCall& call) {
        TimerRequest request;
        request.name = call.conversation->context_value(asked_name).value_or("");
        request.length = read_length(call.utterance, call.lang());
        if (!request.length && request.length.error().code != ErrorCode::limit) {
            call.speak_dialog("bad_length", {{"length", call.utterance}});
            return;
        }
        set(call, request);
    }

    void set(const IntentCall& call, const TimerRequest& request) {
        auto& conversation = *call.conversation;
        if (!request.length || *request.length > timer_length_max) {
            call.speak_dialog("too_long",
                              {{"longest", duration_in_words(timer_length_max, conversation)}});
            return;
        }
        if (*request.length < seconds(1)) {
            call.speak_dialog("too_short");
            return;
        }
        const auto timers = timers_of(call);
        if (!timers) return;
        if (timers->size() >= timers_max) {
            call.speak_dialog("too_many", {{"count", std::to_string(timers_max)}});
            return;
        }
        const auto length = *request.length;
        const auto now = context_->clock().now();
        const Timer timer{ids_.next(now), request.name, length, now + length};
        const skill::Event event{
            timer.id, std::string(up_event), to_json(timer), skill::EventIn{length}};
        if (!keep_event(*context_, call, event)) return;
        say_of(conversation, "set", timer);
    }

    void announce(const skill::EventCall& call) {
        const auto timer = timer_from(call.id, call.data, call.due);
        if (!call.is_late()) {
            say_of(*call.conversation, "up", timer);
            return;
        }
        const auto ago = std::chrono::floor<std::chrono::minutes>(call.fired - call.due);
        auto slots = slots_of(timer, *call.conversation);
        slots["ago"] = duration_in_words(ago, *call.conversation);
        call.conversation->speak_dialog(dialog_for("late", timer), slots);
    }

    void say_left(const IntentCall& call) {
        const auto timers = timers_of(call);
        if (!timers) return;
        const auto asked = call.slot("name");
        const auto chosen = select(*timers, asked, call);
        if (chosen.size() != 1) {
            if (asked && chosen.empty() && !timers->empty()) {
                call.speak_dialog("no_such", {{"name", *asked}});
            } else {
                say_running(call, chosen);
            }
            return;
        }
        say_of(*call.conversation, "left", *chosen.front());
    }

    void say_running(const IntentCall& call, const Selection& chosen) {
        if (chosen.empty()) {
            call.speak_dialog("none");
        } else {
            say_several(call, chosen.size() == 1 ? "running_one" : "running", chosen);
        }
    }

    // Names them, unless they are too many to listen to; then the next due.
    void say_several(const IntentCall& call, std::string_view dialog, Selection chosen) const {
        const auto count = chosen.size();
        const bool too_many = count > spoken_max;
        if (too_many) chosen.resize(spoken_max);
        call.speak_dialog(
            std::string(dialog) + (too_many ? "_many" : ""),
            {{"count", std::to_string(count)}, {"timers", in_words(chosen, *call.conversation)}});
    }

    void cancel(const IntentCall& call) {
        const auto timers = timers_of(call);
        if (!timers) return;
        const auto asked = call.slot("name");
        const auto chosen = select(*timers, asked, call);
        if (chosen.size() == 1) {
            cancel(*chosen.front(), call);
        } else if (timers->empty()) {
            call.speak_dialog("none");
        } else if (chosen.empty()) {
            call.speak_dialog("no_such", {{"name", asked.value_or("")}});
        } else {
            say_several(call, "which", chosen);
        }
    }

    void cancel(const Timer& timer, const IntentCall& call) {
        if (!cancel_event(*context_, call, timer.id)) return;
        say_of(*call.conversation, "cancelled", timer);
    }

    void cancel_all(const IntentCall& call) {
        const auto timers = timers_of(call);
        if (!timers) return;
        if (timers->empty()) {
            call.speak_dialog("none");
            return;
        }
        if (timers->size() == 1) {
            cancel(timers->front(), call);
            return;
        }
        for (const auto& timer : *timers) {
            if (!cancel_event(*context_, call, timer.id)) return;
        }
        call.speak_dialog("cancelled_all", {{"count", std::to_string(timers->size())}});
    }

    // The timers of whoever asks.
    [[nodiscard]] std::optional<Timers> timers_of(const IntentCall& call) const {
        const auto events = own_events(*context_, call);
        if (!events) return std::nullopt;
        Timers timers;
        for (const auto& event : *events) {
            if (event.next) timers.push_back(timer_from(event.id, event.data, *event.next));
        }
        return timers;
    }

    // The timers called `asked`, or else of that length; all of them when nothing was asked for.
    [[nodiscard]] static Selection select(const Timers& timers,
                                          const std::optional<std::string>& asked,
                                          const IntentCall& call) {
        if (!asked) return all_of(timers);
        const auto key = name_key(*asked, call.lang());
        auto chosen = select_if(
            timers, [&](const Timer& timer) { return name_key(timer.name, call.lang()) == key; });
        const auto length = read_length(*asked, call.lang());
        if (!chosen.empty() || !length) return chosen;
        return select_if(timers, [&](const Timer& timer) { return timer.length == *length; });
    }

    [[nodiscard]] static Selection all_of(const Timers& timers) {
        return select_if(timers, [](const Timer&) { return true; });
    }

    template <class Predicate>
    [[nodiscard]] static Selection select_if(const Timers& timers, Predicate predicate) {
        Selection chosen;
        for (const auto& timer : timers) {
            if (predicate(timer)) chosen.push_back(&timer);
        }
        return chosen;
    }

    [[nodiscard]] Slots slots_of(const Timer& timer, Conversation& conversation) const {
        const auto left = std::chrono::ceil<seconds>(timer.due - context_->clock().now());
        // The wall clock may have been set since.
        return {
            {"name", timer.name},
            {"length", duration_in_words(timer.length, conversation)},
            {"left", duration_in_words(std::clamp(left, seconds(0), timer.length), conversation)}};
    }

    [[nodiscard]] static std::string dialog_for(std::string_view dialog, const Timer& timer) {
        return std::string(dialog) + (timer.name.empty() ? "" : "_named");
    }

    void say_of(Conversation& conversation, std::string_view dialog, const Timer& timer) const {
        conversation.speak_dialog(dialog_for(dialog, timer), slots_of(timer, conversation));
    }

    [[nodiscard]] std::string in_words(const Selection& chosen, Conversation& conversation) const {
        std::vector<std::string> items;
        for (const auto* timer : chosen) {
            items.push_back(conversation.render_dialog(dialog_for("item", *timer),
                                                       slots_of(*timer, conversation)));
        }
        return join_and(items, conversation.lang());
    }

    skill::SkillContext* context_ = nullptr;
    EventIds ids_;
};

}  // namespace

std::unique_ptr<skill::Skill> make_timer_skill() {
    return std::make_unique<TimerSkill>();
}

}  // namespace utter::skills
