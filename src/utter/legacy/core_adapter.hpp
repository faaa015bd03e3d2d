#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/timers.hpp"
#include "utter/legacy/conversations.hpp"
#include "utter/legacy/dispatch_topic.hpp"
#include "utter/legacy/legacy_bus.hpp"
#include "utter/legacy/questions.hpp"
#include "utter/legacy/readiness.hpp"
#include "utter/legacy/reawakening.hpp"
#include "utter/legacy/registrations.hpp"
#include "utter/legacy/rounds.hpp"
#include "utter/legacy/scheduled_events.hpp"
#include "utter/legacy/skills_seen.hpp"

namespace utter::legacy {

struct CoreAdapterSettings {
    std::string default_lang = "en-US";
    std::filesystem::path skills_file;  ///< remembers the skills seen; empty: nothing is remembered
    /// How long after a `speak` its end is reported where no audio service is about.
    std::chrono::milliseconds silent_speech_time{100};
};

/// What Python skills need of an orchestrator beyond renamed topics: the handshake, registrations
/// joined, dispatches in the shape they expect, their handlers' reports, converse and get_response,
/// and the end of speech. Stands beside the Orchestrator on its LegacyBus; make it before, so that
/// it sees every frame first. Lives on one executor.
class CoreAdapter {
  public:
    /// All arguments but the settings outlive this.
    CoreAdapter(bus::Bus& inner,
                LegacyBus& bus,
                Executor& executor,
                Timers& timers,
                const Clock& clock,
                CoreAdapterSettings settings);
    ~CoreAdapter();
    CoreAdapter(const CoreAdapter&) = delete;
    CoreAdapter& operator=(const CoreAdapter&) = delete;
    CoreAdapter(CoreAdapter&&) = delete;
    CoreAdapter& operator=(CoreAdapter&&) = delete;

    /// The orchestrator takes registrations now.
    void start();

  private:
    void listen(const std::vector<std::string>& topics, const bus::Bus::Handler& handler);
    void listen_for_skills();
    void listen_for_speech();
    [[nodiscard]] std::optional<std::vector<Message>> outbound(const Message& message);
    [[nodiscard]] std::optional<std::vector<Message>> question_frames(const Message& message);
    [[nodiscard]] std::vector<Message> dispatch_frames(const Message& dispatch,
                                                       const DispatchTopic& topic);
    [[nodiscard]] std::optional<std::vector<Message>> trace_frames(const Message& message) const;
    [[nodiscard]] std::vector<Message> poll_frames(const Message& ping,
                                                   std::string_view field,
                                                   std::string_view own_topic);
    void answer_for_silent_skills(const Message& ping);
    [[nodiscard]] std::optional<std::vector<Message>> end_frames(const Message& handled);
    /// @return whether it is a message of the default session
    bool remember_default(const Message& message);
    [[nodiscard]] Message addressed(const Message& message, std::string_view skill_id) const;
    [[nodiscard]] Message entry(const Message& message, bool older);
    void speech_ended(const Message& speak);

    bus::Bus& inner_;
    LegacyBus& bus_;
    Executor& executor_;
    Timers& timers_;
    const Clock& clock_;
    CoreAdapterSettings settings_;
    SkillsSeen skills_;
    Registrations registrations_;
    Rounds rounds_;
    Conversations conversations_;
    Questions questions_;
    ScheduledEvents scheduled_events_;
    Readiness readiness_;
    Reawakening reawakening_;
    bool audio_present_ = false;  // somebody else reports what is heard
    std::vector<TimerHandle> speech_timers_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::legacy
