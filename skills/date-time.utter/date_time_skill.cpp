#include "date_time_skill.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "places.hpp"
#include "support/calendar.hpp"
#include "support/icu_text.hpp"
#include "support/zones.hpp"
#include "utter/intent/language.hpp"

namespace utter::skills {
namespace {

using skill::IntentCall;
using skill::Slots;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::local_seconds;

// Tables of places kept, one a language; far more than one household speaks.
constexpr std::size_t languages_max = 8;

// A place that was asked for, and its time there.
struct Elsewhere {
    std::string name;
    local_seconds at;
};

class DateTimeSkill final : public skill::Skill {
  public:
    [[nodiscard]] Result<void> start(skill::SkillContext& context) override {
        context_ = &context;
        on_here("time", [](const IntentCall& call, local_seconds now) {
            say(call, "time", {{"clock", clock_phrase(call, now)}});
        });
        const std::pair<const char*, int> relative_days[] = {
            {"date", 0},
            {"date_tomorrow", 1},
            {"date_yesterday", -1},
            {"date_after_tomorrow", 2},
            {"date_before_yesterday", -2},
        };
        for (const auto& [intent, offset] : relative_days) {
            on_here(intent, [offset](const IntentCall& call, local_seconds now) {
                say(call, call.intent_name, day_slots(call, floor<days>(now) + days(offset)));
            });
        }
        for (const char* intent : {"weekday", "month", "year", "week"}) {
            on_here(intent, [](const IntentCall& call, local_seconds now) {
                say(call, call.intent_name, day_slots(call, floor<days>(now)));
            });
        }
        context.on_intent("time_in", [this](const IntentCall& call) { say_time_in(call); });
        context.on_intent("date_in", [this](const IntentCall& call) { say_date_in(call); });
        return {};
    }

  private:
    template <class Handler>
    void on_here(const char* intent, Handler handler) {
        context_->on_intent(intent, [this, handler](const IntentCall& call) {
            if (const auto now = time_here(call)) handler(call, *now);
        });
    }

    void say_time_in(const IntentCall& call) {
        const auto there = time_elsewhere(call);
        if (!there) return;
        const auto here = local_time(call.timezone, context_->clock().now());
        const bool other_day = here && floor<days>(*here) != floor<days>(there->at);
        say(call,
            other_day ? "time_in_other_day" : "time_in",
            {{"location", there->name},
             {"clock", clock_phrase(call, there->at)},
             {"weekday", weekday_text(floor<days>(there->at), call.lang())}});
    }

    void say_date_in(const IntentCall& call) {
        const auto there = time_elsewhere(call);
        if (!there) return;
        auto slots = day_slots(call, floor<days>(there->at));
        slots["location"] = there->name;
        say(call, "date_in", slots);
    }

    [[nodiscard]] std::optional<local_seconds> time_here(const IntentCall& call) const {
        const auto now = local_time(call.timezone, context_->clock().now());
        if (now) return *now;
        call.speak_dialog("no_timezone", {{"timezone", call.timezone}});
        return std::nullopt;
    }

    // Says why when there is no answer.
    [[nodiscard]] std::optional<Elsewhere> time_elsewhere(const IntentCall& call) {
        const auto asked = call.slot("location").value_or("");
        const auto* place = places(call.lang()).find(asked);
        if (place == nullptr) {
            call.speak_dialog("unknown_place", {{"location", asked}});
            return std::nullopt;
        }
        std::optional<local_seconds> at;
        for (const auto& zone : place->zones) {
            const auto there = local_time(zone, context_->clock().now());
            if (!there) continue;
            if (at && *at != *there) {
                call.speak_dialog("several_zones",
                                  {{"location", sentence_case(place->name, call.lang())}});
                return std::nullopt;
            }
            at = *there;
        }
        if (at) return Elsewhere{place->name, *at};
        call.speak_dialog("unknown_place", {{"location", place->name}});
        return std::nullopt;
    }

    const Places& places(const std::string& lang) {
        const auto language = intent::primary_subtag(lang);
        if (places_.size() >= languages_max && !places_.contains(language)) places_.clear();
        return places_.try_emplace(language, lang).first->second;
    }

    // The time with the words grammar puts around it: "15:09 Uhr", "es la 1:09".
    static std::string clock_phrase(const IntentCall& call, local_seconds at) {
        const auto text = clock_text(at, call.lang());
        std::string dialog = text.is_one ? "clock_one" : "clock";
        if (text.is_sharp) dialog += text.twelve_hours ? "_sharp_12" : "_sharp";
        return call.conversation->render_dialog(dialog, {{"time", text.time}, {"hour", text.hour}});
    }

    static Slots day_slots(const IntentCall& call, local_days day) {
        return {{"date", date_text(day, call.lang())},
                {"weekday", weekday_text(day, call.lang())},
                {"month", month_text(day, call.lang())},
                {"year", year_text(day)},
                {"week", std::to_string(iso_week(day))}};
    }

    // A phrase may begin with a slot ("son las 15:09"), so its capital comes last.
    static void say(const IntentCall& call, std::string_view dialog, const Slots& slots) {
        const auto text = call.conversation->render_dialog(dialog, slots);
        if (!text.empty()) call.conversation->speak(sentence_case(text, call.lang()));
    }

    skill::SkillContext* context_ = nullptr;
    std::map<std::string, Places> places_;  // by primary subtag, filled when first asked for
};

}  // namespace

std::unique_ptr<skill::Skill> make_date_time_skill() {
    return std::make_unique<DateTimeSkill>();
}

}  // namespace utter::skills
