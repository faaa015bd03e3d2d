#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/clock.hpp"
#include "utter/core/message.hpp"
#include "utter/core/timers.hpp"
#include "utter/legacy/skills_seen.hpp"

namespace utter::legacy {

/// Gets the registrations of Python skills back that were running before this program was started
/// again. Such a client reconnects after 5 to 72 seconds and says nothing of itself, long after
/// `mycroft.ready`. So the ids of the skills are remembered in a file; each is asked for until it
/// answers, and told to unload and load again: it alone, not the ones that are registered.
class Reawakening {
  public:
    using Publish = std::function<void(const Message&)>;

    static constexpr std::chrono::seconds ask_every{2};
    static constexpr std::chrono::minutes ask_for{3};  ///< then the list is taken as it stands

    /// @param file empty: nothing is remembered
    Reawakening(std::filesystem::path file,
                Timers& timers,
                Executor& executor,
                const Clock& clock,
                const SkillsSeen& skills,
                Publish publish);

    [[nodiscard]] static const std::vector<std::string>& topics();
    void handle(const Message& message);

    /// Reads the file and begins to ask.
    void start();
    /// Writes the file when the skills seen have changed.
    void save();

  private:
    void ask();
    [[nodiscard]] static std::string question(std::string_view skill_id);

    std::filesystem::path file_;
    Timers& timers_;
    Executor& executor_;
    const Clock& clock_;
    const SkillsSeen& skills_;
    Publish publish_;
    std::set<std::string, std::less<>> asleep_;     // known from before, not heard of yet
    std::set<std::string, std::less<>> reloading_;  // told to unload
    std::chrono::system_clock::time_point until_;
    TimerHandle timer_;
};

}  // namespace utter::legacy
