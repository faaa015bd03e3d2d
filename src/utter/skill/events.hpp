#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

/// Events that a skill has the scheduler keep for it: they outlive the program, and come back to
/// the conversation they were set from. Spec: OVOS-SCHEDULER-1 section 8.
namespace utter::skill {

class Conversation;

/// At a moment of the time line. A date and time that somebody said becomes one by their zone.
struct EventAt {
    std::chrono::system_clock::time_point time;
};

/// After a delay, whatever is done to the clock meanwhile.
struct EventIn {
    std::chrono::milliseconds delay{};
};

/// Whenever the clocks of a zone show a time.
struct EventDaily {
    std::chrono::seconds time{};  ///< since midnight
    std::bitset<7> days;          ///< by std::chrono::weekday::c_encoding(): Sunday is 0
    std::string zone;             ///< IANA name
};

/// An event to be kept.
struct Event {
    /// Which one it is, of this skill. Scheduling the same id again replaces the event, so ids that
    /// mean something are better than ids that count; there is none by default, because an event
    /// whose id is forgotten cannot be cancelled.
    std::string id;
    std::string name;   ///< which handler it is for
    json::object data;  ///< what the handler needs to know; a member "lang" is the SDK's
    std::variant<EventAt, EventIn, EventDaily> when;
    /// How late it may come and still be fired at its own time: beyond, EventCall::is_late().
    std::chrono::seconds grace{60};
};

/// An event that is kept, as it stands now.
struct KeptEvent {
    std::string id;
    std::string name;
    json::object data;
    std::string session_id;  ///< of the conversation it was set from
    /// When it comes next; absent when it does not come again.
    std::optional<std::chrono::system_clock::time_point> next;
    bool repeats = false;
};

/// An event that has come.
struct EventCall {
    std::string id;
    std::string name;
    json::object data;
    std::chrono::system_clock::time_point due;    ///< when it was to come
    std::chrono::system_clock::time_point fired;  ///< when it did
    std::shared_ptr<Conversation> conversation;   ///< the one it was set from
    std::string timezone;                         ///< as IntentCall::timezone

    /// Whether it came so late that the user has to be told.
    [[nodiscard]] bool is_late() const { return fired - due > std::chrono::minutes(1); }
};

/// Handles an event. An exception is logged; the event does not come again for it.
using EventHandler = std::function<void(const EventCall&)>;

/// A skill's events. Use it on the skill's executor. The calls that return a Result wait for the
/// scheduler's answer: `timeout` when none came within five seconds, `invalid_argument` or
/// `unavailable` with its reason when it refused. They are for handlers, not for start(), when
/// there may be no scheduler to answer yet: what was kept is still kept after a restart, and comes
/// back.
class Events {
  public:
    Events() = default;
    virtual ~Events() = default;
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;
    Events(Events&&) = delete;
    Events& operator=(Events&&) = delete;

    /// Binds the handler of all events called `name`, before any of them is scheduled: in start().
    virtual void on_event(std::string name, EventHandler handler) = 0;

    /// Keeps an event, for the conversation `from`. @return when it comes first, absent when it
    /// would have come before now; `not_found` when no handler is bound to its name.
    [[nodiscard]] virtual Result<std::optional<std::chrono::system_clock::time_point>> schedule(
        const Event& event, const Conversation& from) = 0;

    /// @return whether there was such an event.
    [[nodiscard]] virtual Result<bool> cancel(const std::string& id) = 0;

    /// All events of this skill, those of every conversation, the next one first.
    [[nodiscard]] virtual Result<std::vector<KeptEvent>> list() = 0;
};

}  // namespace utter::skill
