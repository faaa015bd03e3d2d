#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/json.hpp"
#include "utter/platform/door/skill_settings.hpp"
#include "utter/platform/live/session_manager.hpp"
#include "utter/platform/live/speech_ports.hpp"
#include "utter/platform/storage/conversation_repository.hpp"
#include "utter/platform/storage/job_queue.hpp"
#include "utter/platform/storage/persona_repository.hpp"
#include "utter/platform/storage/sample_store.hpp"
#include "utter/platform/storage/voice_repository.hpp"

namespace utter::platform {

/// What the platform's routes stand on. All outlives them.
struct Services {
    Executor& loop;    ///< sessions and sockets
    Executor& store;   ///< the only one that touches what follows up to `skills`
    Executor& worker;  ///< for speech
    /// Checks uploads, one at a time: that takes seconds, in which the store has others to serve.
    Executor& uploads;
    VoiceRepository& voices;
    PersonaRepository& personas;
    ConversationRepository& conversations;
    JobQueue& jobs;
    SampleStore& samples;
    SkillSettings& skills;

    SessionManager& sessions;  ///< on the loop
    bus::Bus& bus;
    Timers& timers;
    const Clock& clock;
    const SpeechPorts& speech;
    std::string lang;                    ///< when a request does not say
    std::vector<std::string> providers;  ///< names of the configured language models
    std::function<void()> wake_trainer;  ///< a job is there; any thread
    /// A voice was removed: what was made of it goes too. Blocks, any thread.
    std::function<void(const std::string& voice_id)> forget_voice;
    std::function<json::array()> engines;  ///< for /status; blocks, any thread
    /// Microphones and loudspeakers of this machine; blocks, any thread.
    std::function<Result<json::array>()> devices;
    std::chrono::steady_clock::time_point began;  ///< when the platform did
    std::size_t sample_bytes_max = std::size_t{64} * 1024 * 1024;
};

}  // namespace utter::platform
