#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/locale.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/plugins/persona/chat_memory.hpp"
#include "utter/orchestrator/plugins/persona/persona.hpp"
#include "utter/orchestrator/plugins/persona/persona_chat.hpp"
#include "utter/orchestrator/plugins/persona/persona_phrases.hpp"
#include "utter/orchestrator/plugins/persona/persona_registry.hpp"
#include "utter/orchestrator/plugins/persona/tool_belt.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {

struct PersonaSettings {
    std::vector<Persona> personas;
    /// Language models that personas which come later may name, by the names of the configuration.
    std::map<std::string, std::shared_ptr<llm::LlmProvider>, std::less<>> providers;
    std::string default_persona;         ///< who answers on the fallback entry; empty: the first
    std::vector<std::string> languages;  ///< enabled, BCP-47; the first is the default
    intent::LocaleSources locale;        ///< what commands and apologies are read from
    std::chrono::milliseconds answer_timeout{240'000};  ///< tools included
    std::chrono::milliseconds query_timeout{10'000};    ///< of an out-of-band question
    ToolBeltSettings tools;
};

/// Personas: the commands that summon and dismiss them, the claim on everything that is said to the
/// one that is active, and the handler that has it answered by a language model, sentence by
/// sentence. A second pipeline entry, `persona_fallback`, also claims what is said to nobody.
/// Without a persona it declines everything.
///
/// Besides what the specification has, `utter.persona.define` brings a persona with all that makes
/// it, or changes one, and `chat_history` in a message's context takes the place of what is
/// remembered of the session: an array of {"role": "user" or "assistant", "content"}. Spec:
/// OVOS-PERSONA-1.
class PersonaPlugin final : public Plugin {
  public:
    static constexpr std::string_view fallback_entry = "persona_fallback";
    static constexpr std::size_t answers_max = 32;  ///< at the same time; more are told so

    PersonaPlugin(bus::Bus& bus, runtime::EventLoop& loop, PersonaSettings settings);
    /// Cancels the answers in the making and runs the loop until they have ended; destroy it
    /// outside of the loop.
    ~PersonaPlugin() override;
    PersonaPlugin(const PersonaPlugin&) = delete;
    PersonaPlugin& operator=(const PersonaPlugin&) = delete;
    PersonaPlugin(PersonaPlugin&&) = delete;
    PersonaPlugin& operator=(PersonaPlugin&&) = delete;

    [[nodiscard]] std::string_view pipeline_id() const override { return "persona"; }
    [[nodiscard]] std::vector<std::string_view> further_entries() const override {
        return {fallback_entry};
    }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

  private:
    /// An answer in the making.
    struct Running {
        std::string session_id;
        PersonaChat* chat;
    };
    class RunningEntry;

    [[nodiscard]] std::optional<Match> claim_command(const MatchRequest& request,
                                                     const PersonaCommand& command);
    void on_dispatch(const Message& dispatch);
    void on_summon(const Message& dispatch);
    void on_release(const Message& dispatch);
    void on_stop(const Message& dispatch);
    void on_list_command(const Message& dispatch);
    void on_check(const Message& dispatch);
    void start_answer(const Message& dispatch, const Persona* persona, std::string utterance);
    [[nodiscard]] boost::asio::awaitable<void> answer(Message dispatch,
                                                      Persona persona,
                                                      std::string utterance);
    void on_query(Message query);
    [[nodiscard]] boost::asio::awaitable<void> answer_query(Message query,
                                                            Persona persona,
                                                            std::string utterance);
    void on_list(const Message& question);
    void on_define(const Message& message);
    void on_stop_ping(const Message& ping);
    void on_converse_ping(const Message& ping);

    [[nodiscard]] PersonaChat::Question question_for(const Message& message,
                                                     const Persona& persona,
                                                     std::string utterance,
                                                     std::string lang) const;
    void cancel_answers(std::string_view session_id);
    [[nodiscard]] bool answers_in(std::string_view session_id) const;
    void speak(const Message& dispatch, std::string text, const Persona* persona, bool listen);
    void speak_dialog(const Message& dispatch,
                      std::string_view dialog,
                      const intent::SlotValues& values = {},
                      const Persona* persona = nullptr);
    void announce(const Message& dispatch, std::string_view topic, std::string_view persona_id);
    void done(const Message& dispatch, const std::string& failure = {});
    void refresh_names();
    [[nodiscard]] std::string lang_of(const Message& message) const;

    bus::Bus& bus_;
    runtime::EventLoop& loop_;
    PersonaSettings settings_;
    PersonaRegistry registry_;
    PersonaPhrases phrases_;
    ChatMemory memory_;
    ToolBelt belt_;
    /// Sessions that were asked something back in a one-off answer: by whom, and until when it
    /// counts.
    std::
        map<std::string, std::pair<std::string, std::chrono::steady_clock::time_point>, std::less<>>
            asked_back_;
    std::list<Running> running_;
    std::vector<bus::Subscription> subscriptions_;
    runtime::TaskScope answers_;  // last: answers end before what they use
};

}  // namespace utter::orchestrator
