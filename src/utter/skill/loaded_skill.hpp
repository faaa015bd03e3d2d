#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "utter/intent/dialog.hpp"
#include "utter/intent/locale.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::skill {

/// One skill in its host: its locale, its handlers and the executor they run on.
class SkillHost::Loaded final : public SkillContext, public std::enable_shared_from_this<Loaded> {
  public:
    Loaded(const SkillHostRuntime& runtime,
           const SkillHostSettings& settings,
           const SkillHost& host,
           std::string skill_id,
           intent::Locale locale);

    /// Makes the skill and starts it on its executor; subscribes when that went well.
    [[nodiscard]] Result<void> start(const SkillEntry& entry);
    /// Ends delivery, waits for a running handler and destroys the skill.
    void stop();
    /// Publishes what the skill registers.
    void publish_registrations();
    /// A phrase of the skill's own dialog in the language nearest to `lang`.
    [[nodiscard]] Result<std::string> render(std::string_view dialog,
                                             std::string_view lang,
                                             const Slots& slots);

    [[nodiscard]] const std::string& skill_id() const override { return skill_id_; }
    void on_intent(std::string intent_name, IntentHandler handler) override;
    void on_fallback(int priority, IntentHandler handler) override;
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay, Executor::Work work) override;
    [[nodiscard]] const Clock& clock() const override { return runtime_.clock; }
    [[nodiscard]] const json::object& settings() const override { return settings_; }
    [[nodiscard]] const std::string& timezone() const override { return timezone_; }
    [[nodiscard]] std::vector<SkillSummary> summaries(std::string_view lang) const override;
    [[nodiscard]] std::vector<std::string> vocabulary(std::string_view name,
                                                      std::string_view lang) const override;

    /// The spoken summary of this skill, when its locale has one.
    [[nodiscard]] std::optional<SkillSummary> summary(std::string_view lang);

  private:
    class DispatchConversation;

    void subscribe();
    void handle(const Message& dispatch);
    void answer_ping(const Message& ping);
    [[nodiscard]] bool speaks(std::string_view lang) const;
    [[nodiscard]] IntentCall make_call(const Message& dispatch, std::string intent_name);
    void run_on_executor(const std::function<void()>& work);
    [[nodiscard]] json::object own_context() const { return {{"skill_id", skill_id_}}; }

    const SkillHostRuntime& runtime_;
    const SkillHost& host_;
    const std::string skill_id_;
    const std::string timezone_;
    const std::vector<std::string> languages_;
    const json::object settings_;
    const intent::Locale locale_;
    std::mutex renderer_mutex_;  // summaries of one skill are rendered by another
    intent::DialogRenderer renderer_{intent::make_random_index()};
    std::map<std::string, IntentHandler> handlers_;
    std::optional<int> fallback_priority_;
    std::unique_ptr<Executor> executor_;
    std::vector<bus::Subscription> subscriptions_;
    std::unique_ptr<Skill> skill_;
};

}  // namespace utter::skill
