#include "support/own_events.hpp"

#include <utility>

#include "utter/core/log.hpp"

namespace utter::skills {
namespace {

void tell_trouble(const skill::SkillContext& context,
                  const skill::IntentCall& call,
                  const Error& error) {
    log::error("skill.scheduler_failed",
               {{"skill_id", context.skill_id()}, {"reason", error.detail}});
    call.speak_dialog("trouble");
}

}  // namespace

std::optional<std::vector<skill::KeptEvent>> own_events(skill::SkillContext& context,
                                                        const skill::IntentCall& call) {
    auto events = context.events().list();
    if (!events) {
        tell_trouble(context, call, events.error());
        return std::nullopt;
    }
    std::erase_if(*events, [session = call.conversation->session_id()](const auto& event) {
        return event.session_id != session || !event.next;
    });
    return *std::move(events);
}

bool keep_event(skill::SkillContext& context,
                const skill::IntentCall& call,
                const skill::Event& event) {
    const auto kept = context.events().schedule(event, *call.conversation);
    if (!kept) tell_trouble(context, call, kept.error());
    return kept.has_value();
}

bool cancel_event(skill::SkillContext& context,
                  const skill::IntentCall& call,
                  const std::string& id) {
    const auto cancelled = context.events().cancel(id);
    if (!cancelled) tell_trouble(context, call, cancelled.error());
    return cancelled.has_value();
}

std::string EventIds::next(std::chrono::system_clock::time_point now) {
    const auto since = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch());
    return std::to_string(since.count()) + "-" + std::to_string(++last_);
}

}  // namespace utter::skills
