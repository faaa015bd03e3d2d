#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/intent/template_matcher.hpp"
#include "utter/orchestrator/registered_intents.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// Port: what keeps the template intents that TemplateRegistrations hears of. The functions are
/// intent::TemplateMatcher's.
class TemplateStore {
  public:
    TemplateStore() = default;
    virtual ~TemplateStore() = default;
    TemplateStore(const TemplateStore&) = delete;
    TemplateStore& operator=(const TemplateStore&) = delete;
    TemplateStore(TemplateStore&&) = delete;
    TemplateStore& operator=(TemplateStore&&) = delete;

    using Lang = std::optional<std::string_view>;
    virtual Result<void> add(intent::TemplateDefinition definition, std::string_view session) = 0;
    virtual Result<void> add(const intent::EntityDefinition& definition,
                             std::string_view session) = 0;
    virtual void remove_intent(std::string_view skill_id,
                               std::string_view intent_name,
                               Lang lang,
                               std::string_view session) = 0;
    virtual void remove_entity(std::string_view skill_id,
                               std::string_view entity_name,
                               Lang lang,
                               std::string_view session) = 0;
    virtual void remove_skill(std::string_view skill_id, std::string_view session) = 0;
    virtual void set_enabled(std::string_view skill_id,
                             std::string_view intent_name,
                             Lang lang,
                             bool enabled,
                             std::string_view session) = 0;
};

/// A matcher with intent::TemplateMatcher's functions, as such a store.
template <class Matcher>
class StoreOf final : public TemplateStore {
  public:
    template <class... Args>
    explicit StoreOf(Args&&... args) : matcher(std::forward<Args>(args)...) {}

    Result<void> add(intent::TemplateDefinition definition, std::string_view session) override {
        return matcher.add(std::move(definition), session);
    }
    Result<void> add(const intent::EntityDefinition& definition,
                     std::string_view session) override {
        return matcher.add(definition, session);
    }
    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       Lang lang,
                       std::string_view session) override {
        matcher.remove_intent(skill_id, intent_name, lang, session);
    }
    void remove_entity(std::string_view skill_id,
                       std::string_view entity_name,
                       Lang lang,
                       std::string_view session) override {
        matcher.remove_entity(skill_id, entity_name, lang, session);
    }
    void remove_skill(std::string_view skill_id, std::string_view session) override {
        matcher.remove_skill(skill_id, session);
    }
    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     Lang lang,
                     bool enabled,
                     std::string_view session) override {
        matcher.set_enabled(skill_id, intent_name, lang, enabled, session);
    }

    Matcher matcher;
};

/// Whose job it is to say what was wrong with a registration.
enum class Refusals : bool { silent, logged };

/// Hears the registrations of template intents on the bus and keeps a store as they say, with the
/// context gates beside it. Spec: OVOS-INTENT-4 sections 5-8 and 11, OVOS-CONTEXT-1 section 6.
class TemplateRegistrations {
  public:
    /// @param store must outlive this
    TemplateRegistrations(bus::Bus& bus,
                          runtime::EventLoop& loop,
                          TemplateStore& store,
                          Refusals refusals);

    /// What is registered, and what it demands of a session's context.
    [[nodiscard]] const RegisteredIntents& registered() const noexcept { return registered_; }

  private:
    void on_registration(const Message& message);
    void add_intent(const Message& message);
    void add_entity(const Message& message);
    void refuse(const Message& message, const std::string& reason) const;

    TemplateStore& store_;
    Refusals refusals_;
    RegisteredIntents registered_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
