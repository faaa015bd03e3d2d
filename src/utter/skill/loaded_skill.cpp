#include "utter/skill/loaded_skill.hpp"

#include <algorithm>
#include <exception>
#include <future>
#include <set>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"
#include "utter/intent/definition_json.hpp"
#include "utter/intent/language.hpp"
#include "utter/session/session.hpp"

namespace utter::skill {
namespace {

constexpr std::string_view handler_done_topic = "utter.handler.done";
constexpr std::string_view fallback_name = "fallback";

}  // namespace

// Answers into the conversation that a dispatch came from: a forward of the dispatch carries the
// routing, the session and the ids with it.
class SkillHost::Loaded::DispatchConversation final : public Conversation {
  public:
    DispatchConversation(std::shared_ptr<Loaded> skill, Message dispatch, std::string lang)
        : skill_(std::move(skill)), dispatch_(std::move(dispatch)), lang_(std::move(lang)) {}

    [[nodiscard]] const std::string& lang() const override { return lang_; }

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

    [[nodiscard]] std::string render_dialog(std::string_view dialog, const Slots& slots) override {
        auto text = skill_->render(dialog, lang_, slots);
        if (text) return *std::move(text);
        log::error("skill.dialog_failed",
                   {{"skill_id", skill_->skill_id_},
                    {"dialog", dialog},
                    {"lang", lang_},
                    {"reason", text.error().detail}});
        return {};
    }

  private:
    std::shared_ptr<Loaded> skill_;
    Message dispatch_;
    std::string lang_;
};

SkillHost::Loaded::Loaded(const SkillHostRuntime& runtime,
                          const SkillHostSettings& settings,
                          const SkillHost& host,
                          std::string skill_id,
                          intent::Locale locale)
    : runtime_(runtime),
      host_(host),
      skill_id_(std::move(skill_id)),
      timezone_(settings.timezone),
      languages_(settings.languages),
      settings_(settings.skill_settings.contains(skill_id_) ? settings.skill_settings.at(skill_id_)
                                                            : json::object{}),
      locale_(std::move(locale)),
      executor_(runtime.make_executor()) {}

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

Result<void> SkillHost::Loaded::start(const SkillEntry& entry) {
    Result<void> started;
    try {
        run_on_executor([&] {
            skill_ = entry.make();
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

void SkillHost::Loaded::stop() {
    subscriptions_.clear();
    run_on_executor([this] { skill_.reset(); });
}

void SkillHost::Loaded::subscribe() {
    subscriptions_.push_back(runtime_.bus.subscribe(
        skill_id_ + ":*", *executor_, [this](const Message& dispatch) { handle(dispatch); }));
    if (!fallback_priority_) return;
    // Not on the skill's own executor: a skill in the middle of its work still answers a poll.
    subscriptions_.push_back(runtime_.bus.subscribe(
        "ovos.fallback.ping", runtime_.loop, [this](const Message& ping) { answer_ping(ping); }));
}

void SkillHost::Loaded::answer_ping(const Message& ping) {
    json::object pong{{"skill_id", skill_id_}, {"can_handle", true}};
    const auto utterances = strings_under(ping.data(), "utterances");
    if (!utterances.empty()) pong["utterance"] = utterances.front();
    runtime_.bus.publish(ping.reply("ovos.fallback.pong", std::move(pong))
                             .with_context_value("skill_id", json::string(skill_id_)));
}

IntentCall SkillHost::Loaded::make_call(const Message& dispatch, std::string intent_name) {
    IntentCall call;
    call.intent_name = std::move(intent_name);
    call.utterance = dispatch.data_string("utterance");
    if (const auto* slots = dispatch.data().if_contains("slots");
        slots != nullptr && slots->is_object()) {
        for (const auto& [name, value] : slots->get_object()) {
            if (const auto* text = value.if_string()) call.slots[std::string(name)] = *text;
        }
    }
    std::string lang(dispatch.data_string("lang"));
    if (session::carrier_is_sound(dispatch.context())) {
        const auto session = session::Session::read(dispatch.context());
        const auto output = session.text("output_lang");
        if (!output.empty() && speaks(output)) lang = output;
    }
    call.conversation =
        std::make_shared<DispatchConversation>(shared_from_this(), dispatch, std::move(lang));
    return call;
}

void SkillHost::Loaded::handle(const Message& dispatch) {
    if (!is_dispatch_topic(dispatch.type())) return;
    std::string intent_name = dispatch.type().substr(skill_id_.size() + 1);
    json::object report{{"skill_id", skill_id_}, {"intent_name", intent_name}, {"ok", false}};
    const auto handler = handlers_.find(intent_name);
    if (handler == handlers_.end()) {
        report["exception"] = "the skill has no handler for '" + intent_name + "'";
    } else {
        try {
            handler->second(make_call(dispatch, intent_name));
            report["ok"] = true;
        } catch (const std::exception& error) {
            report["exception"] = error.what();
        } catch (...) {
            report["exception"] = "an exception that is no std::exception";
        }
    }
    runtime_.bus.publish(dispatch.forward(std::string(handler_done_topic), std::move(report)));
}

bool SkillHost::Loaded::speaks(std::string_view lang) const {
    return locale_.closest(lang) != nullptr;
}

Result<std::string> SkillHost::Loaded::render(std::string_view dialog,
                                              std::string_view lang,
                                              const Slots& slots) {
    const auto* resources = locale_.closest(lang);
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
    std::set<std::string> with_phrases;
    for (const auto& [tag, resources] : locale_.languages) {
        for (const auto& definition : resources.templates)
            with_phrases.insert(definition.intent_name);
        const bool wanted = std::ranges::any_of(languages_, [&tag = tag](const std::string& lang) {
            return intent::primary_subtag(lang) == intent::primary_subtag(tag);
        });
        if (!wanted) continue;
        for (const auto& entity : resources.entities) {
            runtime_.bus.publish(
                Message("ovos.entity.register", intent::to_json(entity), own_context()));
        }
        for (const auto& definition : resources.templates) {
            if (!handlers_.contains(definition.intent_name)) continue;
            runtime_.bus.publish(Message(
                "ovos.intent.register.template", intent::to_json(definition), own_context()));
        }
    }
    for (const auto& [name, handler] : handlers_) {
        if (name == fallback_name || with_phrases.contains(name)) continue;
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
    runtime_.bus.publish(
        Message("ovos.skill.loaded",
                {{"skill_id", skill_id_}, {"capabilities", std::move(capabilities)}},
                own_context()));
}

void SkillHost::Loaded::on_intent(std::string intent_name, IntentHandler handler) {
    handlers_[std::move(intent_name)] = std::move(handler);
}

void SkillHost::Loaded::on_fallback(int priority, IntentHandler handler) {
    fallback_priority_ = priority;
    handlers_[std::string(fallback_name)] = std::move(handler);
}

TimerHandle SkillHost::Loaded::after(std::chrono::milliseconds delay, Executor::Work work) {
    return runtime_.timers.after(delay, *executor_, std::move(work));
}

std::vector<SkillSummary> SkillHost::Loaded::summaries(std::string_view lang) const {
    return host_.summaries(lang);
}

std::vector<std::string> SkillHost::Loaded::vocabulary(std::string_view name,
                                                       std::string_view lang) const {
    const auto* resources = locale_.closest(lang);
    if (resources == nullptr) return {};
    const auto it = resources->vocabularies.find(name);
    return it == resources->vocabularies.end() ? std::vector<std::string>{} : it->second;
}

std::optional<SkillSummary> SkillHost::Loaded::summary(std::string_view lang) {
    auto text = render("summary", lang, {});
    if (!text) return std::nullopt;
    return SkillSummary{skill_id_, std::move(*text)};
}

}  // namespace utter::skill
