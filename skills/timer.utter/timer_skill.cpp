#include "timer_skill.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "duration_words.hpp"
#include "support/icu_text.hpp"
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

struct Timer {
    std::uint64_t id = 0;
    std::string name;  // as it was said; empty: none
    seconds length{};
    std::chrono::system_clock::time_point due;
    std::shared_ptr<Conversation> conversation;  // of who set it
    TimerHandle handle;
};

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
        context.on_intent("set_timer_no_length",
                          [](const IntentCall& call) { call.speak_dialog("ask_length"); });
        context.on_intent("time_left", [this](const IntentCall& call) { say_left(call); });
        context.on_intent("list_timers", [this](const IntentCall& call) {
            say_running(call, select(std::nullopt, call));
        });
        context.on_intent("cancel_timer", [this](const IntentCall& call) { cancel(call); });
        context.on_intent("cancel_all", [this](const IntentCall& call) { cancel_all(call); });
        return {};
    }

  private:
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
            call.speak_dialog("ask_length_named", {{"name", request.name}});
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
        if (timers_.size() >= timers_max) {
            call.speak_dialog("too_many", {{"count", std::to_string(timers_max)}});
            return;
        }
        const auto length = *request.length;
        Timer timer{++last_id_,
                    request.name,
                    length,
                    context_->clock().now() + length,
                    call.conversation,
                    context_->after(length, [this, id = last_id_] { announce(id); })};
        say_of(conversation, "set", timer);
        const auto after = std::ranges::upper_bound(timers_, timer.due, {}, &Timer::due);
        timers_.insert(after, std::move(timer));
    }

    void announce(std::uint64_t id) {
        const auto found = std::ranges::find(timers_, id, &Timer::id);
        if (found == timers_.end()) return;
        const auto timer = std::move(*found);
        timers_.erase(found);
        say_of(*timer.conversation, "up", timer);
    }

    void say_left(const IntentCall& call) {
        const auto asked = call.slot("name");
        const auto chosen = select(asked, call);
        if (chosen.size() != 1) {
            if (asked && chosen.empty() && !timers_.empty()) {
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
        const auto asked = call.slot("name");
        const auto chosen = select(asked, call);
        if (chosen.size() == 1) {
            cancel(*chosen.front(), *call.conversation);
        } else if (timers_.empty()) {
            call.speak_dialog("none");
        } else if (chosen.empty()) {
            call.speak_dialog("no_such", {{"name", asked.value_or("")}});
        } else {
            say_several(call, "which", chosen);
        }
    }

    void cancel(const Timer& timer, Conversation& conversation) {
        say_of(conversation, "cancelled", timer);
        std::erase_if(timers_, [id = timer.id](const Timer& other) { return other.id == id; });
    }

    void cancel_all(const IntentCall& call) {
        if (timers_.empty()) {
            call.speak_dialog("none");
        } else if (timers_.size() == 1) {
            cancel(timers_.front(), *call.conversation);
        } else {
            call.speak_dialog("cancelled_all", {{"count", std::to_string(timers_.size())}});
            timers_.clear();
        }
    }

    // The timers called `asked`, or else of that length; all of them when nothing was asked for.
    [[nodiscard]] Selection select(const std::optional<std::string>& asked,
                                   const IntentCall& call) const {
        if (!asked) return select_if([](const Timer&) { return true; });
        const auto key = name_key(*asked, call.lang());
        auto chosen =
            select_if([&](const Timer& timer) { return name_key(timer.name, call.lang()) == key; });
        const auto length = read_length(*asked, call.lang());
        if (!chosen.empty() || !length) return chosen;
        return select_if([&](const Timer& timer) { return timer.length == *length; });
    }

    template <class Predicate>
    [[nodiscard]] Selection select_if(Predicate predicate) const {
        Selection chosen;
        for (const auto& timer : timers_) {
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
    std::vector<Timer> timers_;  // the next due first
    std::uint64_t last_id_ = 0;
};

}  // namespace

std::unique_ptr<skill::Skill> make_timer_skill() {
    return std::make_unique<TimerSkill>();
}

}  // namespace utter::skills
