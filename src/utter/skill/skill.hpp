#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/clock.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/core/timers.hpp"
#include "utter/skill/dialogue.hpp"
#include "utter/skill/events.hpp"
#include "utter/skill/question.hpp"
#include "utter/tools/tool.hpp"

/// The SDK: what a skill author includes. docs/skills.md is the guide to it.
///
/// A skill is one class. start() binds handlers to the intents of the skill's `locale/` folder; the
/// host registers those intents on the bus, runs a handler when the orchestrator dispatches to it,
/// and reports how it ended. All calls into one skill (start, handlers, timers) come one at a time
/// from the skill's own executor, so a skill needs no lock. A handler may take its time: it holds
/// up nothing but its own skill.
namespace utter::skill {

/// Slot name to value, for intents (what the user said) and dialogs (what to fill in).
using Slots = std::map<std::string, std::string>;

struct SpeakOptions {
    bool listen = false;  ///< open the microphone for an answer once this has been spoken
};

/// Somewhere a skill can speak to: the conversation that an intent came from. Copy it out of an
/// IntentCall to speak later, as a timer does; the answer still reaches whoever asked. Use it on
/// the skill's executor only.
class Conversation {
  public:
    virtual ~Conversation() = default;

    /// The language to answer in, BCP-47.
    [[nodiscard]] virtual const std::string& lang() const = 0;

    /// Speaks plain text in lang().
    virtual void speak(std::string text, const SpeakOptions& options = {}) = 0;

    /// Speaks a phrase of the `.dialog` file called `dialog`, its slots filled. A missing dialog or
    /// slot is logged as an error that names it, and nothing is spoken.
    virtual void speak_dialog(std::string_view dialog,
                              const Slots& slots = {},
                              const SpeakOptions& options = {}) = 0;

    /// Speaks and waits for the answer: what is said next within `limit` goes to the handler of
    /// on_response(), whatever it is. Only in a handler; afterwards it speaks and nobody waits.
    /// Spec: OVOS-CONVERSE-1 section 5.
    virtual void ask(std::string text, std::chrono::seconds limit = answer_time) = 0;
    /// ask() with a phrase of a `.dialog` file.
    virtual void ask_dialog(std::string_view dialog,
                            const Slots& slots = {},
                            std::chrono::seconds limit = answer_time) = 0;
    /// Writes into the intent context of the session, for this skill alone: it opens the intents
    /// that demand `key` and, with a value, offers that for their slot `key` when the user does not
    /// say it. Only in a handler; it is there from the next utterance on. Spec: OVOS-CONTEXT-1.
    /// @param key without ':', or nothing is written and that is logged
    virtual void set_context(std::string_view key,
                             std::optional<std::string> value = std::nullopt,
                             const ContextLife& life = {}) = 0;
    /// The value this skill wrote, as it came with the utterance; nothing when it has faded.
    [[nodiscard]] virtual std::optional<std::string> context_value(std::string_view key) const = 0;
    /// Takes the key out again. Only in a handler.
    virtual void unset_context(std::string_view key) = 0;

    /// The session it belongs to: who it is held with. "default" is the device itself.
    [[nodiscard]] virtual std::string session_id() const = 0;
    /// The context of its messages: what has to be kept to come back to it later.
    [[nodiscard]] virtual const json::object& context() const = 0;

    /// A phrase of the dialog as text, to be part of a longer answer. Fails, and is logged, as
    /// speak_dialog() is; then the text is empty.
    [[nodiscard]] virtual std::string render_dialog(std::string_view dialog,
                                                    const Slots& slots = {}) = 0;

  protected:
    Conversation() = default;
    Conversation(const Conversation&) = default;
    Conversation& operator=(const Conversation&) = default;
    Conversation(Conversation&&) = default;
    Conversation& operator=(Conversation&&) = default;
};

/// One dispatch of an intent to its handler. Spec: OVOS-PIPELINE-1 section 7.1.
struct IntentCall {
    std::string intent_name;
    std::string utterance;  ///< what was said, as it was said
    Slots slots;  ///< what the intent's slots matched; only required ones are always there
    /// Values that were recognised in the utterance, by type; see typed().
    json::object typed_slots;
    std::shared_ptr<Conversation> conversation;
    /// IANA name of the zone in which whoever asked tells the time: the session's `location.tz`,
    /// else the device's. Spec: OVOS-SESSION-1 section 3.5.
    std::string timezone;

    /// A slot's value, or nothing when the phrase that matched had no such slot.
    [[nodiscard]] std::optional<std::string> slot(const std::string& name) const {
        const auto it = slots.find(name);
        return it == slots.end() ? std::nullopt : std::optional(it->second);
    }
    /// The value recognised in what a slot matched, a hint beside its text: of `number` a number,
    /// of `duration` seconds, of `date` an RFC 3339 time. Spec: OVOS-INTENT-1 section 5.6.
    [[nodiscard]] std::optional<json::value> typed(const std::string& slot_name,
                                                   std::string_view type) const;
    [[nodiscard]] const std::string& lang() const { return conversation->lang(); }
    void speak_dialog(std::string_view dialog,
                      const Slots& values = {},
                      const SpeakOptions& options = {}) const {
        conversation->speak_dialog(dialog, values, options);
    }
};

/// Handles one dispatch. An exception ends the dispatch with `ovos.intent.handler.error`.
using IntentHandler = std::function<void(const IntentCall&)>;

/// Runs a tool with arguments that fit its schema. @return what the tool's output schema says. An
/// exception fails the call; its text is told to whoever called, so it names what was wrong.
using ToolHandler = std::function<json::value(const json::object& arguments)>;

/// What a skill says of itself, for "what can you do".
struct SkillSummary {
    std::string skill_id;
    std::string text;  ///< a phrase that completes "I can ...", from the skill's `summary.dialog`
};

/// What the host gives a skill. Valid from start() until the skill is destroyed.
class SkillContext {
  public:
    SkillContext() = default;
    virtual ~SkillContext() = default;
    SkillContext(const SkillContext&) = delete;
    SkillContext& operator=(const SkillContext&) = delete;
    SkillContext(SkillContext&&) = delete;
    SkillContext& operator=(SkillContext&&) = delete;

    [[nodiscard]] virtual const std::string& skill_id() const = 0;

    /// Binds the handler of an intent; its phrases are in `locale/<lang>/<intent_name>.intent`.
    /// @param demand of the session's intent context; without it the intent is no candidate
    virtual void on_intent(std::string intent_name,
                           IntentHandler handler,
                           ContextDemand demand = {}) = 0;

    /// Offers to take whatever no intent matched, in ascending order of priority (0 .. 100 by
    /// custom). Spec: OVOS-FALLBACK-1.
    virtual void on_fallback(int priority, IntentHandler handler) = 0;

    /// Handles the answer to Conversation::ask(). For another question it asks again.
    virtual void on_response(IntentHandler handler) = 0;
    /// Takes part in a conversation after its intent: asked whether it wants what is said next, and
    /// given it when it does. In a skill at work the check waits its turn, and may come too late.
    virtual void on_converse(ConverseCheck wants, IntentHandler handler) = 0;
    /// Can be stopped after its handlers have ended: says whether something goes on in a session,
    /// and ends it.
    virtual void on_stop(StopCheck is_active, StopHandler stop) = 0;

    /// Takes part in answering the questions that no intent takes. In a skill at work the check
    /// waits its turn, and may come too late. Spec: OVOS-COMMON-QUERY-1.
    virtual void on_question(QuestionCheck can_answer, QuestionHandler answer) = 0;
    /// A phrase of a dialog as text, for an Answer. Fails as Conversation::render_dialog() does.
    [[nodiscard]] virtual std::string render_dialog(std::string_view dialog,
                                                    const Slots& slots,
                                                    std::string_view lang) = 0;
    /// Offers a tool that personas and programs may call; the handler runs as intent handlers do.
    /// Its toolbox is the skill's id with '_' for '.'. @return why it is not taken: the name is,
    /// or a schema is none that can be checked. Spec: OVOS-TOOLS-1.
    [[nodiscard]] virtual Result<void> add_tool(tools::ToolDefinition definition,
                                                ToolHandler handler) = 0;

    /// Runs `work` on the skill's executor after `delay`, unless the handle goes first.
    [[nodiscard]] virtual TimerHandle after(std::chrono::milliseconds delay,
                                            Executor::Work work) = 0;

    /// What is to happen at a time, even if the program has ended in between.
    [[nodiscard]] virtual Events& events() = 0;

    [[nodiscard]] virtual const Clock& clock() const = 0;
    /// `skills.settings.<skill_id>` of the configuration, and over it what the dashboard was told;
    /// empty when there is none. Changed settings start the skill anew.
    [[nodiscard]] virtual const json::object& settings() const = 0;
    /// IANA name of the device's zone; never empty. To answer somebody, take IntentCall::timezone.
    [[nodiscard]] virtual const std::string& timezone() const = 0;
    /// What every loaded skill says of itself in `lang`, in the order they are configured.
    [[nodiscard]] virtual std::vector<SkillSummary> summaries(std::string_view lang) const = 0;
    /// The phrases of the skill's vocabulary `name` in `lang`, expanded; empty when there is none.
    [[nodiscard]] virtual std::vector<std::string> vocabulary(std::string_view name,
                                                              std::string_view lang) const = 0;
};

/// A skill. Construction must be free of side effects; everything starts in start().
class Skill {
  public:
    Skill() = default;
    virtual ~Skill() = default;
    Skill(const Skill&) = delete;
    Skill& operator=(const Skill&) = delete;
    Skill(Skill&&) = delete;
    Skill& operator=(Skill&&) = delete;

    /// Binds handlers. `context` outlives the skill. @return why the skill cannot run.
    [[nodiscard]] virtual Result<void> start(SkillContext& context) = 0;
};

/// A skill that can be loaded by name: an entry of the program's catalogue.
struct SkillEntry {
    std::string skill_id;
    std::filesystem::path locale_dir;  ///< the folder that holds one folder a language
    std::function<std::unique_ptr<Skill>()> make;
};

}  // namespace utter::skill
