#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace utter::legacy {

/// The skills of the Python framework that have registered here, and what each needs to hear.
class SkillsSeen {
  public:
    static constexpr std::size_t skills_max = 1024;

    /// A registration in the old form came, or the framework's own report that it has loaded.
    void saw_registration(std::string_view skill_id);
    /// The specification's report came: the skill answers broadcast polls.
    void saw_loaded(std::string_view skill_id);
    /// It registered this intent under the name of its file.
    void saw_file_intent(std::string_view skill_id, std::string_view intent_name);
    void forget(std::string_view skill_id);

    [[nodiscard]] bool is_python(std::string_view skill_id) const;
    /// Whether it has to be polled on topics of its own because it hears no broadcast.
    [[nodiscard]] bool needs_own_poll(std::string_view skill_id) const;
    [[nodiscard]] bool is_file_intent(std::string_view skill_id,
                                      std::string_view intent_name) const;
    [[nodiscard]] std::vector<std::string> python_skills() const;

    /// A classic skill that does not converse says nothing at all when it is polled, and whoever
    /// polls waits for it. One that let a poll pass in silence is taken to decline from then on,
    /// until it answers one after all.
    static constexpr std::chrono::milliseconds answer_time{500};
    void polled(std::string_view skill_id, std::chrono::system_clock::time_point now);
    void answered(std::string_view skill_id);
    [[nodiscard]] bool is_silent(std::string_view skill_id,
                                 std::chrono::system_clock::time_point now) const;

    /// Called after the list of Python skills has changed.
    void on_change(std::function<void()> handler) { changed_ = std::move(handler); }

  private:
    std::set<std::string, std::less<>> python_;
    std::set<std::string, std::less<>> spec_loaded_;
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> file_intents_;
    /// The first poll that each has left unanswered.
    std::map<std::string, std::chrono::system_clock::time_point, std::less<>> unanswered_;
    std::function<void()> changed_;
};

}  // namespace utter::legacy
