#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/timers.hpp"
#include "utter/skill/skill.hpp"

namespace utter::skill {

/// What the skill is tested under.
struct SkillTesterOptions {
    std::vector<std::string> languages{"en-US", "es-ES", "de-DE"};
    std::string timezone = "UTC";
    /// 2026-03-14 15:09:26 UTC, a Saturday.
    std::chrono::system_clock::time_point now{std::chrono::seconds(1'773'500'966)};
    json::object settings;
    std::vector<SkillEntry> beside;  ///< loaded too, as far as summaries() goes
    /// Makes a service that the skill needs on the bus, and starts it once the skill is loaded: the
    /// scheduler, say. What is made lives as long as the tester.
    std::function<std::shared_ptr<void>(bus::Bus&, Executor&, Timers&, const Clock&)> service;
};

/// Runs one skill for its tests: its real locale, the real matcher and host, a clock and timers
/// that move only when told to, and no thread. What say() returns is what a user would hear.
class SkillTester {
  public:
    explicit SkillTester(SkillEntry entry, SkillTesterOptions options = {});
    ~SkillTester();
    SkillTester(const SkillTester&) = delete;
    SkillTester& operator=(const SkillTester&) = delete;
    SkillTester(SkillTester&&) = delete;
    SkillTester& operator=(SkillTester&&) = delete;

    /// Says something and lets the skill answer. @return what it spoke; empty when no intent of the
    /// skill matched.
    std::vector<std::string> say(const std::string& utterance, const std::string& lang = "en-US");

    /// As say(), in another session than the device's own; "" is that one.
    std::vector<std::string> say_in(const std::string& session_id,
                                    const std::string& utterance,
                                    const std::string& lang = "en-US");

    /// Stops the skill and the service and starts them anew, as the program does when it is started
    /// again `away` later. @return what was spoken of itself.
    std::vector<std::string> restart(std::chrono::milliseconds away);

    /// What the skill answers when it is the fallback and nothing else took the utterance.
    std::vector<std::string> fall_back(const std::string& utterance,
                                       const std::string& lang = "en-US");

    /// Puts a question to the skill as common query does. @return nothing when it does not claim
    /// that it can answer, or has no answer when asked.
    std::optional<Answer> question(const std::string& utterance, const std::string& lang = "en-US");

    /// The intent the last say() matched, `name`, or empty.
    [[nodiscard]] const std::string& last_intent() const;
    /// The error the last handler ended with, or empty.
    [[nodiscard]] const std::string& last_error() const;

    /// Lets time pass. @return what the skill spoke of itself meanwhile, in order.
    std::vector<std::string> advance(std::chrono::milliseconds by);

    /// Everything the host complained about while loading; empty for a sound skill.
    [[nodiscard]] const std::string& load_log() const;

  private:
    std::vector<std::string> dispatch(const std::string& topic,
                                      const std::string& utterance,
                                      const std::string& lang,
                                      const Slots& slots,
                                      const std::string& session_id);
    void load();

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::skill
