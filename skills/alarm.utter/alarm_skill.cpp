#include "alarm_skill.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/icu_text.hpp"
#include "support/moments.hpp"
#include "support/own_events.hpp"
#include "support/zones.hpp"
#include "utter/intent/duration.hpp"
#include "utter/intent/spoken_time.hpp"

namespace utter::skills {
namespace {

using intent::SpokenTime;
using skill::IntentCall;
using skill::KeptEvent;
using std::chrono::local_seconds;
using std::chrono::seconds;

// How many alarms are named in one answer.
constexpr std::size_t spoken_max = 5;
// How long after it rang an alarm can be put off.
constexpr auto snooze_time_max = std::chrono::hours(1);
// "At six tomorrow" is in the morning.
constexpr std::chrono::hours earliest{0};

constexpr const char* ring_event = "ring";

std::bitset<7> days_of(const KeptEvent& alarm) {
    const auto* days = alarm.data.if_contains("days");
    return days != nullptr && days->is_int64()
               ? std::bitset<7>(static_cast<unsigned>(days->get_int64()))
               : std::bitset<7>();
}

seconds time_of(local_seconds at) {
    return at - std::chrono::floor<std::chrono::days>(at);
}

// What clocks in a zone show when it comes next.
std::optional<local_seconds> next_of(const KeptEvent& alarm, const std::string& zone) {
    if (!alarm.next) return std::nullopt;
    const auto at = local_time(zone, *alarm.next);
    return at ? std::optional(*at) : std::nullopt;
}

class AlarmSkill final : public skill::Skill {
  public:
    [[nodiscard]] Result<void> start(skill::SkillContext& context) override {
        context_ = &context;
        context.on_intent("set_alarm", [this](const IntentCall& call) { set(call); });
        context.on_intent("set_alarm_no_time",
                          [](const IntentCall& call) { call.speak_dialog("ask_time"); });
        context.on_intent("list_alarms", [this](const IntentCall& call) { list(call); });
        context.on_intent("cancel_alarm", [this](const IntentCall& call) { cancel(call); });
        context.on_intent("cancel_all", [this](const IntentCall& call) { cancel_all(call); });
        context.on_intent("snooze", [this](const IntentCall& call) { snooze(call); });
        context.events().on_event(ring_event, [this](const skill::EventCall& call) { ring(call); });
        return {};
    }

  private:
    void set(const IntentCall& call) {
        const auto said = call.slot("moment").value_or("");
        const auto spoken = intent::parse_time(said, call.lang());
        if (!spoken) {
            call.speak_dialog("bad_time", {{"moment", said}});
            return;
        }
        if (!spoken->time) {
            call.speak_dialog("ask_time");
            return;
        }
        const auto now = here(call);
        if (!now) return;
        const auto first = intent::first_moment(*spoken, *now, earliest);
        if (!first) {
            call.speak_dialog("past", {{"moment", said}});
            return;
        }
        const auto alarms = own_events(*context_, call);
        if (!alarms) return;
        if (alarms->size() >= alarms_max) {
            call.speak_dialog("too_many", {{"count", std::to_string(alarms_max)}});
            return;
        }
        skill::Event event{ids_.next(context_->clock().now()), ring_event, {}, {}};
        std::string when;
        if (spoken->repeats.any()) {
            event.data["days"] = static_cast<std::int64_t>(spoken->repeats.to_ulong());
            event.when = skill::EventDaily{time_of(*first), spoken->repeats, call.timezone};
            when = repetition_in_words(time_of(*first), spoken->repeats, *call.conversation);
        } else {
            const auto moment = moment_of(call.timezone, *first);
            if (!moment) return;  // here() has found the zone
            event.when = skill::EventAt{*moment};
            when = moment_in_words(*first, *now, *call.conversation);
        }
        if (keep_event(*context_, call, event)) call.speak_dialog("set", {{"when", when}});
    }

    void ring(const skill::EventCall& call) {
        const auto now = local_time(call.timezone, call.fired);
        const auto due = local_time(call.timezone, call.due);
        if (!now || !due) return;
        if (call.is_late()) {
            call.conversation->speak_dialog(
                "missed", {{"when", moment_in_words(*due, *now, *call.conversation)}});
            return;
        }
        rang_[call.conversation->session_id()] = call.fired;
        call.conversation->speak_dialog(
            "ring", {{"when", moment_in_words(*due, *now, *call.conversation)}});
    }

    void snooze(const IntentCall& call) {
        const auto now = context_->clock().now();
        std::erase_if(rang_, [now](const auto& one) { return now - one.second > snooze_time_max; });
        const auto rang = rang_.find(call.conversation->session_id());
        if (rang == rang_.end()) {
            call.speak_dialog("nothing_rang");
            return;
        }
        auto length = snooze_length;
        if (const auto said = call.slot("length")) {
            const auto parsed = intent::parse_duration(*said, call.lang());
            if (!parsed || *parsed < seconds(1) || *parsed > std::chrono::days(1)) {
                call.speak_dialog("bad_time", {{"moment", *said}});
                return;
            }
            length = *parsed;
        }
        const auto here_now = here(call);
        if (!here_now) return;
        const skill::Event event{ids_.next(now), ring_event, {}, skill::EventIn{length}};
        if (!keep_event(*context_, call, event)) return;
        rang_.erase(rang);
        call.speak_dialog(
            "snoozed",
            {{"when", moment_in_words(*here_now + length, *here_now, *call.conversation)}});
    }

    void list(const IntentCall& call) {
        const auto alarms = own_events(*context_, call);
        if (alarms) say_several(call, "list", *alarms);
    }

    void cancel(const IntentCall& call) {
        const auto alarms = own_events(*context_, call);
        if (!alarms) return;
        auto chosen = *alarms;
        if (const auto said = call.slot("moment")) {
            const auto spoken = intent::parse_time(*said, call.lang());
            const auto now = here(call);
            if (!now) return;
            std::erase_if(chosen, [&](const KeptEvent& alarm) {
                return !spoken || !is_meant(alarm, *spoken, *now, call.timezone);
            });
            if (chosen.empty() && !alarms->empty()) {
                call.speak_dialog("no_such", {{"moment", *said}});
                return;
            }
        }
        if (chosen.size() != 1) {
            say_several(call, "which", chosen);
            return;
        }
        const auto when = in_words(chosen.front(), call);
        if (cancel_event(*context_, call, chosen.front().id)) {
            call.speak_dialog("cancelled", {{"when", when}});
        }
    }

    void cancel_all(const IntentCall& call) {
        const auto alarms = own_events(*context_, call);
        if (!alarms) return;
        if (alarms->size() < 2) {
            cancel(call);
            return;
        }
        for (const auto& alarm : *alarms) {
            if (!cancel_event(*context_, call, alarm.id)) return;
        }
        call.speak_dialog("cancelled_all", {{"count", std::to_string(alarms->size())}});
    }

    // Whether an alarm is the one that somebody names by its time, its day or its days.
    static bool is_meant(const KeptEvent& alarm,
                         const SpokenTime& spoken,
                         local_seconds now,
                         const std::string& zone) {
        const auto next = next_of(alarm, zone);
        if (!next) return false;
        if (spoken.repeats.any() && spoken.repeats != days_of(alarm)) return false;
        if (spoken.time && time_of(*next) != *spoken.time &&
            !(spoken.either_half && time_of(*next) == *spoken.time + std::chrono::hours(12))) {
            return false;
        }
        const auto day = std::chrono::floor<std::chrono::days>(*next);
        if (spoken.in_days && day != std::chrono::floor<std::chrono::days>(now) + *spoken.in_days) {
            return false;
        }
        return !spoken.weekday || *spoken.weekday == std::chrono::weekday(day);
    }

    // Names them, unless they are too many to listen to; then the next ones.
    void say_several(const IntentCall& call,
                     const std::string& dialog,
                     const std::vector<KeptEvent>& alarms) const {
        if (alarms.empty()) {
            call.speak_dialog("none");
            return;
        }
        std::vector<std::string> items;
        for (const auto& alarm : alarms) {
            if (items.size() < spoken_max) items.push_back(in_words(alarm, call));
        }
        const std::string suffix = alarms.size() == 1           ? "_one"
                                   : alarms.size() > spoken_max ? "_many"
                                                                : "";
        call.speak_dialog(
            dialog + suffix,
            {{"count", std::to_string(alarms.size())}, {"alarms", join_and(items, call.lang())}});
    }

    [[nodiscard]] std::string in_words(const KeptEvent& alarm, const IntentCall& call) const {
        const auto now = local_time(call.timezone, context_->clock().now());
        const auto next = next_of(alarm, call.timezone);
        if (!now || !next) return {};
        const auto days = days_of(alarm);
        return days.any() ? repetition_in_words(time_of(*next), days, *call.conversation)
                          : moment_in_words(*next, *now, *call.conversation);
    }

    // Says why when there is no answer.
    [[nodiscard]] std::optional<local_seconds> here(const IntentCall& call) const {
        const auto now = local_time(call.timezone, context_->clock().now());
        if (now) return *now;
        call.speak_dialog("no_timezone", {{"timezone", call.timezone}});
        return std::nullopt;
    }

    skill::SkillContext* context_ = nullptr;
    EventIds ids_;
    std::map<std::string, std::chrono::system_clock::time_point> rang_;  // lately, by session
};

}  // namespace

std::unique_ptr<skill::Skill> make_alarm_skill() {
    return std::make_unique<AlarmSkill>();
}

}  // namespace utter::skills
