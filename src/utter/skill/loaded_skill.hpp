#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "utter/intent/dialog.hpp"
#include "utter/intent/lazy_locale.hpp"
#include "utter/skill/poll_desk.hpp"
#include "utter/skill/question_desk.hpp"
#include "utter/skill/scheduled_events.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::skill {

/// One skill in its host: its locale, its handlers and the executor they run on.
class SkillHost::Loaded final : public SkillContext, public std::enable_shared_from_this<Loaded> {
  public:
    Loaded(const SkillHostRuntime& runtime,
           const SkillHostSettings& settings,
           const SkillHost& host,
           tools::ToolService& tools,
           SkillEntry entry,
           std::unique_ptr<intent::LazyLocale> locale,
           json::object own_settings);

    /// Makes the skill and starts it on its executor; subscribes when that went well.
    [[nodiscard]] Result<void> start();
    [[nodiscard]] const SkillEntry& entry() const noexcept { return entry_; }
    /// Ends delivery, and runs `then` on the skill's executor after what was delivered.
    void finish(Executor::Work then);
    /// Ends delivery, waits for a running handler and destroys the skill.
    void stop();
    /// Publishes what the skill registers.
    void publish_registrations();
    /// A phrase of the skill's own dialog in the language nearest to `lang`.
    [[nodiscard]] Result<std::string> render(std::string_view dialog,
                                             std::string_view lang,
                                             const Slots& slots);

    [[nodiscard]] const std::string& skill_id() const override { return skill_id_; }
    void on_intent(std::string intent_name, IntentHandler handler, ContextDemand demand) override;
    void on_fallback(int priority, IntentHandler handler) override;
    void on_response(IntentHandler handler) override;
    void on_converse(ConverseCheck wants, IntentHandler handler) override;
    void on_stop(StopCheck is_active, StopHandler stop) override;
    void on_question(QuestionCheck can_answer, QuestionHandler answer) override;
    [[nodiscard]] std::string render_dialog(std::string_view dialog,
                                            const Slots& slots,
                                            std::string_view lang) override;
    [[nodiscard]] Result<void> add_tool(tools::ToolDefinition definition,
                                        ToolHandler handler) override;
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay, Executor::Work work) override;
    [[nodiscard]] Events& events() override { return events_; }
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
    /// Tells the orchestrator that it may ask whether the skill works, and whether it does.
    void show_pulse();
    [[nodiscard]] bool speaks(std::string_view lang) const;
    [[nodiscard]] std::optional<Question> read_question(const Message& message) const;
    /// A conversation that answers a message, in the language its session asks for or else `lang`.
    /// @param handler_runs whether the message is a dispatch whose handler begins now
    [[nodiscard]] std::shared_ptr<DispatchConversation> make_conversation(const Message& message,
                                                                          std::string lang,
                                                                          bool handler_runs);
    /// The zone in which the other side of a message tells the time.
    [[nodiscard]] std::string timezone_of(const Message& message) const;
    [[nodiscard]] IntentCall make_call(const Message& dispatch,
                                       std::string intent_name,
                                       std::shared_ptr<Conversation> conversation);
    void run_on_executor(const std::function<void()>& work);
    [[nodiscard]] json::object own_context() const { return {{"skill_id", skill_id_}}; }

    const SkillHostRuntime& runtime_;
    const SkillHost& host_;
    tools::ToolService& tools_;
    const SkillEntry entry_;
    const std::string skill_id_;
    const std::string timezone_;
    const std::vector<std::string> languages_;
    const json::object settings_;
    const std::unique_ptr<intent::LazyLocale> locale_;
    std::mutex renderer_mutex_;  // summaries of one skill are rendered by another
    intent::DialogRenderer renderer_{intent::make_random_index()};
    std::map<std::string, IntentHandler> handlers_;
    std::map<std::string, ContextDemand> demands_;  // by intent, of those that have any
    std::optional<int> fallback_priority_;
    PollDesk polls_;
    std::optional<QuestionDesk> questions_;
    std::unique_ptr<Executor> executor_;
    ScheduledEvents events_;
    std::vector<bus::Subscription> subscriptions_;
    std::atomic<bool> busy_ = false;  // a handler runs
    std::unique_ptr<Skill> skill_;
};

}  // namespace utter::skill
