#include "reminder_skill.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/icu_text.hpp"
#include "support/moments.hpp"
#include "support/own_events.hpp"
#include "support/zones.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/spoken_time.hpp"

namespace utter::skills {
namespace {

using skill::IntentCall;
using skill::KeptEvent;
using std::chrono::local_seconds;

// How many reminders are named in one answer.
constexpr std::size_t spoken_max = 5;
// "At three tomorrow" is in the afternoon.
constexpr std::chrono::hours earliest{7};

constexpr const char* remind_event = "remind";

std::string what_of(const KeptEvent& reminder) {
    return std::string(string_or_empty(reminder.data, "what"));
}

std::bitset<7> days_of(const KeptEvent& reminder) {
    const auto* days = reminder.data.if_contains("days");
    return days != nullptr && days->is_int64()
               ? std::bitset<7>(static_cast<unsigned>(days->get_int64()))
               : std::bitset<7>();
}

// What clocks in a zone show when it comes next.
std::optional<local_seconds> next_of(const KeptEvent& reminder, const std::string& zone) {
    if (!reminder.next) return std::nullopt;
    const auto at = local_time(zone, *reminder.next);
    return at ? std::optional(*at) : std::nullopt;
}

class ReminderSkill final : public skill::Skill {
  public:
    [[nodiscard]] Result<void> start(skill::SkillContext& context) override {
        context_ = &context;
        context.on_intent("remind", [this](const IntentCall& call) { set(call); });
        context.on_intent("remind_nothing",
                          [](const IntentCall& call) { call.speak_dialog("ask_what"); });
        context.on_intent("list_reminders", [this](const IntentCall& call) { list(call); });
        context.on_intent("cancel_reminder", [this](const IntentCall& call) { cancel(call); });
        context.on_intent("cancel_all", [this](const IntentCall& call) { cancel_all(call); });
        context.events().on_event(remind_event, [](const skill::EventCall& call) { remind(call); });
        return {};
    }

  private:
    void set(const IntentCall& call) {
        const auto said = intent::split_time(call.slot("what").value_or(""), call.lang());
        const auto what = without_lead(said.rest, call.lang());
        if (what.empty()) {
            call.speak_dialog("ask_what");
            return;
        }
        if (!said.delay && (!said.time || !said.time->time)) {
            call.speak_dialog("ask_when", {{"what", what}});
            return;
        }
        const auto now = local_time(call.timezone, context_->clock().now());
        if (!now) {
            call.speak_dialog("no_timezone", {{"timezone", call.timezone}});
            return;
        }
        skill::Event event{ids_.next(context_->clock().now()), remind_event, {{"what", what}}, {}};
        const auto when = settle_time(event, said, *now, call);
        if (!when) {
            call.speak_dialog("past", {{"what", what}});
            return;
        }
        const auto reminders = own_events(*context_, call);
        if (!reminders) return;
        if (reminders->size() >= reminders_max) {
            call.speak_dialog("too_many", {{"count", std::to_string(reminders_max)}});
            return;
        }
        if (!keep_event(*context_, call, event)) return;
        call.speak_dialog("set", {{"when", *when}, {"what", what}});
    }

    // Puts the time into the event. @return it in words, nothing when it is over
    static std::optional<std::string> settle_time(skill::Event& event,
                                                  const intent::TimedText& said,
                                                  local_seconds now,
                                                  const IntentCall& call) {
        if (said.delay) {
            event.when = skill::EventIn{*said.delay};
            return moment_in_words(now + *said.delay, now, *call.conversation);
        }
        if (!said.time) return std::nullopt;
        const auto first = intent::first_moment(*said.time, now, earliest);
        if (!first) return std::nullopt;
        const auto& days = said.time->repeats;
        if (days.any()) {
            const auto time = *first - std::chrono::floor<std::chrono::days>(*first);
            event.data["days"] = static_cast<std::int64_t>(days.to_ulong());
            event.when = skill::EventDaily{time, days, call.timezone};
            return repetition_in_words(time, days, *call.conversation);
        }
        const auto moment = moment_of(call.timezone, *first);
        if (!moment) return std::nullopt;
        event.when = skill::EventAt{*moment};
        return moment_in_words(*first, now, *call.conversation);
    }

    // "to buy milk" without what only joins it to the sentence.
    [[nodiscard]] std::string without_lead(std::string text, const std::string& lang) const {
        constexpr std::string_view between = " ,'\xe2\x80\x99";  // the last is a curled apostrophe
        const auto leads = context_->vocabulary("lead", lang);
        const auto lead_of = [&] {
            return std::ranges::find_if(leads, [&](const std::string& lead) {
                return text.starts_with(lead) &&
                       (text.size() == lead.size() || between.contains(text[lead.size()]));
            });
        };
        for (auto lead = lead_of(); lead != leads.end(); lead = lead_of()) {
            text.erase(0, std::min(text.find_first_not_of(between, lead->size()), text.size()));
        }
        return text;
    }

    static void remind(const skill::EventCall& call) {
        const std::string what(string_or_empty(call.data, "what"));
        if (!call.is_late()) {
            call.conversation->speak_dialog("remind", {{"what", what}});
            return;
        }
        const auto due = local_time(call.timezone, call.due);
        const auto now = local_time(call.timezone, call.fired);
        if (!due || !now) return;
        call.conversation->speak_dialog(
            "remind_late",
            {{"what", what}, {"when", moment_in_words(*due, *now, *call.conversation)}});
    }

    void list(const IntentCall& call) {
        const auto reminders = own_events(*context_, call);
        if (reminders) say_several(call, "list", *reminders);
    }

    void cancel(const IntentCall& call) {
        const auto reminders = own_events(*context_, call);
        if (!reminders) return;
        auto chosen = *reminders;
        if (const auto said = call.slot("what")) {
            const auto asked = key_of(without_lead(*said, call.lang()), call.lang());
            std::erase_if(chosen, [&](const KeptEvent& reminder) {
                return !key_of(what_of(reminder), call.lang()).contains(asked);
            });
            if (chosen.empty() && !reminders->empty()) {
                call.speak_dialog("no_such", {{"what", *said}});
                return;
            }
        }
        if (chosen.size() != 1) {
            say_several(call, "which", chosen);
            return;
        }
        if (cancel_event(*context_, call, chosen.front().id)) {
            call.speak_dialog("cancelled", {{"what", what_of(chosen.front())}});
        }
    }

    void cancel_all(const IntentCall& call) {
        const auto reminders = own_events(*context_, call);
        if (!reminders) return;
        if (reminders->size() < 2) {
            cancel(call);
            return;
        }
        for (const auto& reminder : *reminders) {
            if (!cancel_event(*context_, call, reminder.id)) return;
        }
        call.speak_dialog("cancelled_all", {{"count", std::to_string(reminders->size())}});
    }

    // Things are the same when they sound the same.
    static std::string key_of(const std::string& what, const std::string& lang) {
        return intent::Normalizer(lang).text(what).value_or(what);
    }

    void say_several(const IntentCall& call,
                     const std::string& dialog,
                     const std::vector<KeptEvent>& reminders) const {
        if (reminders.empty()) {
            call.speak_dialog("none");
            return;
        }
        std::vector<std::string> items;
        for (const auto& reminder : reminders) {
            if (items.size() >= spoken_max) break;
            items.push_back(call.conversation->render_dialog(
                "item", {{"what", what_of(reminder)}, {"when", in_words(reminder, call)}}));
        }
        const std::string suffix = reminders.size() == 1           ? "_one"
                                   : reminders.size() > spoken_max ? "_many"
                                                                   : "";
        call.speak_dialog(dialog + suffix,
                          {{"count", std::to_string(reminders.size())},
                           {"reminders", join_and(items, call.lang())}});
    }

    [[nodiscard]] std::string in_words(const KeptEvent& reminder, const IntentCall& call) const {
        const auto now = local_time(call.timezone, context_->clock().now());
        const auto next = next_of(reminder, call.timezone);
        if (!now || !next) return {};
        const auto days = days_of(reminder);
        if (days.none()) return moment_in_words(*next, *now, *call.conversation);
        return repetition_in_words(
            *next - std::chrono::floor<std::chrono::days>(*next), days, *call.conversation);
    }

    skill::SkillContext* context_ = nullptr;
    EventIds ids_;
};

}  // namespace

std::unique_ptr<skill::Skill> make_reminder_skill() {
    return std::make_unique<ReminderSkill>();
}

}  // namespace utter::skills
