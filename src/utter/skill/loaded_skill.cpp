#include "utter/skill/loaded_skill.hpp"

#include <exception>
#include <future>
#include <utility>

#include "utter/core/clock.hpp"
#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"
#include "utter/intent/apology.hpp"
#include "utter/intent/definition_json.hpp"
#include "utter/intent/intent_names.hpp"
#include "utter/intent/template.hpp"
#include "utter/session/intent_context.hpp"
#include "utter/session/session.hpp"

namespace utter::skill {
namespace {

constexpr std::string_view handler_done_topic = "utter.handler.done";
constexpr std::string_view pulse_ping_topic = "utter.skill.ping";
constexpr std::string_view pulse_pong_topic = "utter.skill.pong";
constexpr std::string_view fallback_name = "fallback";

// Whoever waits for an answer hears that there is none.
void apologise(Conversation& conversation) {
    conversation.speak(std::string(intent::apology(conversation.lang())), {});
}

}  // namespace

// Answers into the conversation that a dispatch came from: a forward of the dispatch carries the
// routing, the session and the ids with it.
class SkillHost::Loaded::DispatchConversation final : public Conversation {
  public:
    DispatchConversation(std::shared_ptr<Loaded> skill,
                         Message dispatch,
                         std::string lang,
                         bool handler_runs)
        : skill_(std::move(skill)),
          dispatch_(std::move(dispatch)),
          lang_(std::move(lang)),
          handler_runs_(handler_runs) {}

    [[nodiscard]] const std::string& lang() const override { return lang_; }

    [[nodiscard]] std::string session_id() const override {
        return session::carrier_is_sound(dispatch_.context())
                   ? session::session_id_of(dispatch_.context())
                   : std::string(session::default_session_id);
    }

    [[nodiscard]] const json::object& context() const override { return dispatch_.context(); }

    void speak(std::string text, const SpeakOptions& options) override {
        json::object data{{"utterance", std::move(text)}, {"lang", lang_}};
        if (options.listen) data["listen"] = true;
        skill_->runtime_.bus.publish(dispatch_.forward("ovos.utterance.speak", std::move(data)));
    }

    void speak_dialog(std::string_view dialog,
                      const Slots& slots,
                      const SpeakOptions& options) override {
        auto text = render_dialog(dialog, slots);
        if (!text.empty()) speak(std::move(text), options);
    }

    void ask(std::string text, std::chrono::seconds limit) override {
        if (handler_runs_) {
            answer_until_ = skill_->runtime_.clock.now() + limit;
        } else {
            log::error("skill.asked_too_late",
                       {{"skill_id", skill_->skill_id_},
                        {"reason", "ask() works in a handler only; the answer is not waited for"}});
        }
        speak(std::move(text), {.listen = true});
    }

    void ask_dialog(std::string_view dialog,
                    const Slots& slots,
                    std::chrono::seconds limit) override {
        auto text = render_dialog(dialog, slots);
        if (!text.empty()) ask(std::move(text), limit);
    }

    [[nodiscard]] std::string render_dialog(std::string_view dialog, const Slots& slots) override {
        return skill_->render_dialog(dialog, slots, lang_);
    }

    void set_context(std::string_view key,
                     std::optional<std::string> value,
                     const ContextLife& life) override {
        json::object entry{{"value", value ? json::value(*value) : json::value(nullptr)}};
        if (life.turns) entry["turns_remaining"] = *life.turns;
        if (life.seconds) {
            entry["expires_at"] = seconds_since_epoch(skill_->runtime_.clock.now() + *life.seconds);
        }
        write_context(key, std::move(entry));
    }

    [[nodiscard]] std::optional<std::string> context_value(std::string_view key) const override {
        const auto full = session::private_context_key(skill_->skill_id_, key);
        if (!full || !session::carrier_is_sound(dispatch_.context())) return std::nullopt;
        const auto session = session::Session::read(dispatch_.context());
        return session::context_value(session.context(), skill_->skill_id_, key);
    }

    void unset_context(std::string_view key) override { write_context(key, std::nullopt); }

    // The report of the handler's end, with the session as the handler leaves it.
    [[nodiscard]] Message ended(json::object report) {
        handler_runs_ = false;
        const bool waits = answer_until_ && report.at("ok") == true;
        auto message = dispatch_.forward(std::string(handler_done_topic), std::move(report));
        if (!waits || !session::carrier_is_sound(message.context())) return message;
        auto session = session::Session::read(message.context());
        session.set("response_mode",
                    json::object{{"skill_id", skill_->skill_id_},
                                 {"expires_at", seconds_since_epoch(*answer_until_)}});
        return message.with_context_value("session", session.object());
    }

  private:
    // What is forwarded from here on carries it. Nothing as entry takes the key out.
    void write_context(std::string_view key, std::optional<json::object> entry) {
        const auto full = session::private_context_key(skill_->skill_id_, key);
        if (!full || !handler_runs_ || !session::carrier_is_sound(dispatch_.context())) {
            log::error("skill.context_not_written",
                       {{"skill_id", skill_->skill_id_},
                        {"key", key},
                        {"reason", "a key has no ':' and is written in a handler only"}});
            return;
        }
        auto session = session::Session::read(dispatch_.context());
        auto map = session.context();
        if (entry) {
            map[*full] = std::move(*entry);
        } else {
            map.erase(*full);
        }
        session.set("intent_context", std::move(map));
        dispatch_ = dispatch_.with_context_value("session", session.object());
    }

    std::shared_ptr<Loaded> skill_;
    Message dispatch_;
    std::string lang_;
    bool handler_runs_;
    std::optional<std::chrono::system_clock::time_point> answer_until_;
};

SkillHost::Loaded::Loaded(const SkillHostRuntime& runtime,
                          const SkillHostSettings& settings,
                          const SkillHost& host,
                          tools::ToolService& tools,
                          SkillEntry entry,
                          std::unique_ptr<intent::LazyLocale> locale,
                          json::object own_settings)
    : runtime_(runtime),
      host_(host),
      tools_(tools),
      entry_(std::move(entry)),
      skill_id_(entry_.skill_id),
      timezone_(settings.timezone),
      languages_(settings.languages),
      settings_(std::move(own_settings)),
      locale_(std::move(locale)),
      polls_(skill_id_),
      executor_(runtime.make_executor()),
      events_(
          skill_id_, runtime.bus, runtime.loop, [this](const Message& message, std::string lang) {
              return std::pair<std::shared_ptr<Conversation>, std::string>(
                  make_conversation(message, std::move(lang), false), timezone_of(message));
          }) {}

// Everything of a skill happens on its executor, its start and its end included.
void SkillHost::Loaded::run_on_executor(const std::function<void()>& work) {
    std::promise<void> done;
    executor_->post([&] {
        try {
            work();
            done.set_value();
        } catch (...) {
            done.set_exception(std::current_exception());
        }
    });
    done.get_future().get();
}

Result<void> SkillHost::Loaded::start() {
    Result<void> started;
    try {
        run_on_executor([&] {
            skill_ = entry_.make();
            started = skill_->start(*this);
        });
    } catch (const std::exception& error) {
        started = fail(ErrorCode::internal, error.what());
    }
    if (!started) {
        stop();
        return started;
    }
    subscribe();
    return {};
}

void SkillHost::Loaded::finish(Executor::Work then) {
    subscriptions_.clear();
    executor_->post(std::move(then));
}

void SkillHost::Loaded::stop() {
    subscriptions_.clear();
    polls_.close();
    if (questions_) questions_->close();
    events_.stop();
    tools_.remove(tools::toolbox_of_skill(skill_id_));
    run_on_executor([this] { skill_.reset(); });
}

void SkillHost::Loaded::subscribe() {
    subscriptions_.push_back(runtime_.bus.subscribe(
        skill_id_ + ":*", *executor_, [this](const Message& dispatch) { handle(dispatch); }));
    events_.listen(*executor_);
    polls_.open(runtime_.bus, runtime_.loop, *executor_);
    if (questions_) {
        questions_->open(
            runtime_.bus, *executor_, [this](const Message& m) { return read_question(m); });
    }
    subscriptions_.push_back(runtime_.bus.subscribe(
        std::string(pulse_ping_topic), runtime_.loop, [this](const Message& ping) {
            if (ping.data_string("skill_id") == skill_id_) show_pulse();
        }));
    if (!fallback_priority_) return;
    subscriptions_.push_back(runtime_.bus.subscribe(
        "ovos.fallback.ping", runtime_.loop, [this](const Message& ping) { answer_ping(ping); }));
}

void SkillHost::Loaded::show_pulse() {
    runtime_.bus.publish(Message(std::string(pulse_pong_topic),
                                 {{"skill_id", skill_id_}, {"busy", busy_.load()}},
                                 own_context()));
}

void SkillHost::Loaded::answer_ping(const Message& ping) {
    json::object pong{{"skill_id", skill_id_}, {"can_handle", true}};
    const auto utterances = strings_under(ping.data(), "utterances");
    if (!utterances.empty()) pong["utterance"] = utterances.front();
    runtime_.bus.publish(ping.reply("ovos.fallback.pong", std::move(pong))
                             .with_context_value("skill_id", json::string(skill_id_)));
}

std::shared_ptr<SkillHost::Loaded::DispatchConversation> SkillHost::Loaded::make_conversation(
    const Message& message, std::string lang, bool handler_runs) {
    if (session::carrier_is_sound(message.context())) {
        const auto session = session::Session::read(message.context());
        const auto output = session.text("output_lang");
        if (!output.empty() && speaks(output)) lang = output;
    }
    return std::make_shared<DispatchConversation>(
        shared_from_this(), message, std::move(lang), handler_runs);
}

std::string SkillHost::Loaded::timezone_of(const Message& message) const {
    if (!session::carrier_is_sound(message.context())) return timezone_;
    const auto session = session::Session::read(message.context());
    const auto zone = session.timezone();
    return zone.empty() ? timezone_ : std::string(zone);
}

IntentCall SkillHost::Loaded::make_call(const Message& dispatch,
                                        std::string intent_name,
                                        std::shared_ptr<Conversation> conversation) {
    IntentCall call;
    call.intent_name = std::move(intent_name);
    call.utterance = dispatch.data_string("utterance");
    if (const auto* slots = dispatch.data().if_contains("slots");
        slots != nullptr && slots->is_object()) {
        for (const auto& [name, value] : slots->get_object()) {
            if (const auto* text = value.if_string()) call.slots[std::string(name)] = *text;
        }
    }
    if (const auto* typed = dispatch.data().if_contains("typed_slots");
        typed != nullptr && typed->is_object()) {
        call.typed_slots = typed->get_object();
    }
    call.timezone = timezone_of(dispatch);
    call.conversation = std::move(conversation);
    return call;
}

void SkillHost::Loaded::handle(const Message& dispatch) {
    if (!is_dispatch_topic(dispatch.type())) return;
    std::string intent_name = dispatch.type().substr(skill_id_.size() + 1);
    json::object report{{"skill_id", skill_id_}, {"intent_name", intent_name}, {"ok", false}};
    const auto conversation =
        make_conversation(dispatch, std::string(dispatch.data_string("lang")), true);
    const auto handler = handlers_.find(intent_name);
    busy_ = true;
    try {
        if (handler != handlers_.end()) {
            handler->second(make_call(dispatch, intent_name, conversation));
            report["ok"] = true;
        } else if (intent_name == "stop") {
            polls_.stop(dispatch);
            report["ok"] = true;
        } else {
            report["exception"] = "the skill has no handler for '" + intent_name + "'";
        }
    } catch (const std::exception& error) {
        report["exception"] = error.what();
        apologise(*conversation);
    } catch (...) {
        report["exception"] = "an exception that is no std::exception";
        apologise(*conversation);
    }
    busy_ = false;
    runtime_.bus.publish(conversation->ended(std::move(report)));
}

bool SkillHost::Loaded::speaks(std::string_view lang) const {
    return locale_->has(lang);
}

Result<std::string> SkillHost::Loaded::render(std::string_view dialog,
                                              std::string_view lang,
                                              const Slots& slots) {
    const auto* resources = locale_->closest(lang);
    if (resources == nullptr) {
        return fail(ErrorCode::not_found,
                    "the skill has no locale for '" + std::string(lang) + "'");
    }
    const auto it = resources->dialogs.find(dialog);
    if (it == resources->dialogs.end()) {
        return fail(ErrorCode::not_found,
                    "there is no " + std::string(dialog) + ".dialog in '" + resources->lang + "'");
    }
    const std::lock_guard lock(renderer_mutex_);
    return renderer_.render(
        it->second, resources->lang, intent::SlotValues(slots.begin(), slots.end()));
}

void SkillHost::Loaded::publish_registrations() {
    for (const auto& tag : locale_->languages_among(languages_)) {
        const auto* resources = locale_->closest(tag);
        for (const auto& entity : resources->entities) {
            runtime_.bus.publish(
                Message("ovos.entity.register", intent::to_json(entity), own_context()));
        }
        for (const auto& definition : resources->templates) {
            if (!handlers_.contains(definition.intent_name)) continue;
            auto registration = intent::to_json(definition);
            const auto demand = demands_.find(definition.intent_name);
            if (demand != demands_.end()) {
                const auto& [wanted_keys, unwanted_keys] = demand->second;
                registration["requires_context"] =
                    json::array(wanted_keys.begin(), wanted_keys.end());
                registration["excludes_context"] =
                    json::array(unwanted_keys.begin(), unwanted_keys.end());
            }
            runtime_.bus.publish(
                Message("ovos.intent.register.template", std::move(registration), own_context()));
        }
    }
    for (const auto& [name, handler] : handlers_) {
        if (intent::is_reserved_intent_name(name) || locale_->has_intent(name)) {
            continue;
        }
        log::warning("skill.intent_without_phrases",
                     {{"skill_id", skill_id_}, {"intent_name", name}});
    }
    json::array capabilities;
    if (fallback_priority_) {
        runtime_.bus.publish(Message("ovos.fallback.register",
                                     {{"skill_id", skill_id_}, {"priority", *fallback_priority_}},
                                     own_context()));
        capabilities.emplace_back("fallback");
    }
    if (questions_) capabilities.emplace_back("common_query");
    if (polls_.converses()) capabilities.emplace_back("converse");
    runtime_.bus.publish(
        Message("ovos.skill.loaded",
                {{"skill_id", skill_id_}, {"capabilities", std::move(capabilities)}},
                own_context()));
    show_pulse();
}

void SkillHost::Loaded::on_intent(std::string intent_name,
                                  IntentHandler handler,
                                  ContextDemand demand) {
    if (demand.empty()) {
        demands_.erase(intent_name);
    } else {
        demands_[intent_name] = std::move(demand);
    }
    handlers_[std::move(intent_name)] = std::move(handler);
}

void SkillHost::Loaded::on_fallback(int priority, IntentHandler handler) {
    fallback_priority_ = priority;
    handlers_[std::string(fallback_name)] = std::move(handler);
}

void SkillHost::Loaded::on_response(IntentHandler handler) {
    handlers_["response"] = std::move(handler);
}

void SkillHost::Loaded::on_converse(ConverseCheck wants, IntentHandler handler) {
    polls_.set_converse(std::move(wants));
    handlers_["converse"] = std::move(handler);
}

void SkillHost::Loaded::on_stop(StopCheck is_active, StopHandler stop) {
    polls_.set_stop(std::move(is_active), std::move(stop));
}

void SkillHost::Loaded::on_question(QuestionCheck can_answer, QuestionHandler answer) {
    questions_.emplace(skill_id_, std::move(can_answer), std::move(answer));
}

// Our plugin says the language; of another's message the session does.
std::optional<Question> SkillHost::Loaded::read_question(const Message& message) const {
    if (!session::carrier_is_sound(message.context())) return std::nullopt;
    const auto session = session::Session::read(message.context());
    Question question{std::string(message.data_string("utterance")), languages_.front(), timezone_};
    if (const auto lang = session.text("lang"); !lang.empty()) question.lang = lang;
    if (const auto lang = message.data_string("lang"); !lang.empty()) question.lang = lang;
    if (const auto zone = session.timezone(); !zone.empty()) question.timezone = zone;
    if (question.utterance.empty() || !speaks(question.lang)) return std::nullopt;
    return question;
}

std::string SkillHost::Loaded::render_dialog(std::string_view dialog,
                                             const Slots& slots,
                                             std::string_view lang) {
    auto text = render(dialog, lang, slots);
    if (text) return *std::move(text);
    log::error("skill.dialog_failed",
               {{"skill_id", skill_id_},
                {"dialog", dialog},
                {"lang", lang},
                {"reason", text.error().detail}});
    return {};
}

TimerHandle SkillHost::Loaded::after(std::chrono::milliseconds delay, Executor::Work work) {
    return runtime_.timers.after(delay, *executor_, std::move(work));
}

std::vector<SkillSummary> SkillHost::Loaded::summaries(std::string_view lang) const {
    return host_.summaries(lang);
}

std::vector<std::string> SkillHost::Loaded::vocabulary(std::string_view name,
                                                       std::string_view lang) const {
    const auto* resources = locale_->closest(lang);
    if (resources == nullptr) return {};
    const auto it = resources->vocabularies.find(name);
    if (it == resources->vocabularies.end()) return {};
    std::vector<std::string> phrases;
    for (const auto& line : it->second) {
        const auto parsed = intent::Template::parse(line, intent::Direction::input);
        if (!parsed) continue;  // loading the locale has named it
        for (auto& phrase : parsed->expand()) phrases.push_back(std::move(phrase));
    }
    return phrases;
}

std::optional<SkillSummary> SkillHost::Loaded::summary(std::string_view lang) {
    auto text = render("summary", lang, {});
    if (!text) return std::nullopt;
    return SkillSummary{skill_id_, std::move(*text)};
}

}  // namespace utter::skill
