#include "utter/skill/skill_tester.hpp"

#include <map>
#include <optional>
#include <utility>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/intent/definition_json.hpp"
#include "utter/intent/template_matcher.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::skill {
namespace {

class ManualClock final : public Clock {
  public:
    explicit ManualClock(std::chrono::system_clock::time_point now) : now_(now) {}
    [[nodiscard]] std::chrono::system_clock::time_point now() const override { return now_; }
    void set(std::chrono::system_clock::time_point now) { now_ = now; }

  private:
    std::chrono::system_clock::time_point now_;
};

class ManualTimers final : public Timers {
  public:
    explicit ManualTimers(ManualClock& clock) : clock_(clock) {}

    [[nodiscard]] TimerHandle after(std::chrono::milliseconds delay,
                                    Executor& executor,
                                    Executor::Work work) override {
        const auto id = ++last_id_;
        pending_.emplace(id, Pending{clock_.now() + delay, &executor, std::move(work)});
        return TimerHandle([this, id] { pending_.erase(id); });
    }

    // Fires what falls due up to `end`, earliest first; work may set new timers.
    void run_until(std::chrono::system_clock::time_point end) {
        for (;;) {
            auto next = pending_.end();
            for (auto it = pending_.begin(); it != pending_.end(); ++it) {
                if (it->second.due <= end &&
                    (next == pending_.end() || it->second.due < next->second.due)) {
                    next = it;
                }
            }
            if (next == pending_.end()) break;
            auto fired = std::move(next->second);
            pending_.erase(next);
            clock_.set(fired.due);
            fired.executor->post(std::move(fired.work));
        }
        clock_.set(end);
    }

  private:
    struct Pending {
        std::chrono::system_clock::time_point due;
        Executor* executor;
        Executor::Work work;
    };
    ManualClock& clock_;
    std::map<std::uint64_t, Pending> pending_;
    std::uint64_t last_id_ = 0;
};

}  // namespace

struct SkillTester::Impl {
    Impl(SkillEntry tested, SkillTesterOptions with)
        : entry(std::move(tested)), options(std::move(with)), clock(options.now), timers(clock) {}

    SkillEntry entry;
    SkillTesterOptions options;
    InlineExecutor here;
    InlineExecutor service_executor;
    bus::LocalBus bus;
    ManualClock clock;
    ManualTimers timers;
    intent::TemplateMatcher matcher;
    std::vector<bus::Subscription> subscriptions;
    std::unique_ptr<SkillHost> host;
    std::shared_ptr<void> service;
    std::vector<std::string> spoken;
    std::string last_intent;
    std::string last_error;
    std::string load_log;

    void listen() {
        const auto on = [this](const char* topic, bus::Bus::Handler handler) {
            subscriptions.push_back(bus.subscribe(topic, here, std::move(handler)));
        };
        on("ovos.intent.register.template", [this](const Message& m) {
            if (is_own(m)) add(intent::template_from_json(m.data()));
        });
        on("ovos.entity.register", [this](const Message& m) {
            if (is_own(m)) add(intent::entity_from_json(m.data()));
        });
        on("ovos.utterance.speak",
           [this](const Message& m) { spoken.emplace_back(m.data_string("utterance")); });
        on("utter.handler.done",
           [this](const Message& m) { last_error = m.data_string("exception"); });
    }

    [[nodiscard]] bool is_own(const Message& m) const {
        return m.context_string("skill_id") == entry.skill_id;
    }

    template <class Definition>
    void add(Result<Definition> definition) {
        const auto added = definition ? matcher.add(std::move(*definition))
                                      : Result<void>(std::unexpected(definition.error()));
        if (!added)
            log::error("skill_tester.registration_refused", {{"reason", added.error().detail}});
    }
};

void SkillTester::load() {
    auto catalogue = impl_->options.beside;
    SkillHostSettings settings;
    settings.enabled = {impl_->entry.skill_id};
    for (const auto& other : catalogue) settings.enabled.push_back(other.skill_id);
    settings.languages = impl_->options.languages;
    settings.timezone = impl_->options.timezone;
    settings.settings_of = [impl = impl_.get()](const std::string& skill_id) {
        return skill_id == impl->entry.skill_id ? impl->options.settings : json::object{};
    };
    const SkillHostRuntime runtime{impl_->bus, impl_->here, impl_->timers, impl_->clock, [] {
                                       return std::make_unique<InlineExecutor>();
                                   }};
    impl_->host = std::make_unique<SkillHost>(runtime, std::move(settings));
    catalogue.insert(catalogue.begin(), impl_->entry);
    impl_->host->load(catalogue);
    if (impl_->options.service) {
        impl_->service = impl_->options.service(
            impl_->bus, impl_->service_executor, impl_->timers, impl_->clock);
    }
}

SkillTester::SkillTester(SkillEntry entry, SkillTesterOptions options)
    : impl_(std::make_unique<Impl>(std::move(entry), std::move(options))) {
    const log::Capture logs;
    impl_->listen();
    load();
    impl_->load_log = logs.text();
}

SkillTester::~SkillTester() = default;

std::vector<std::string> SkillTester::say(const std::string& utterance, const std::string& lang) {
    return say_in("", utterance, lang);
}

std::vector<std::string> SkillTester::say_in(const std::string& session_id,
                                             const std::string& utterance,
                                             const std::string& lang) {
    impl_->last_intent.clear();
    impl_->last_error.clear();
    const std::vector<std::string> utterances{utterance};
    const auto match = impl_->matcher.match(utterances, lang);
    if (!match) return {};
    impl_->last_intent = match->intent_name;
    return dispatch(
        match->skill_id + ":" + match->intent_name, utterance, lang, match->slots, session_id);
}

std::vector<std::string> SkillTester::fall_back(const std::string& utterance,
                                                const std::string& lang) {
    impl_->last_intent.clear();
    impl_->last_error.clear();
    return dispatch(impl_->entry.skill_id + ":fallback", utterance, lang, {}, "");
}

std::optional<Answer> SkillTester::question(const std::string& utterance, const std::string& lang) {
    std::optional<Answer> answer;
    bool claimed = false;
    const auto pongs =
        impl_->bus.subscribe("ovos.common_query.pong", impl_->here, [&](const Message& m) {
            claimed = m.data_string("skill_id") == impl_->entry.skill_id;
        });
    const auto responses =
        impl_->bus.subscribe("ovos.common_query.response", impl_->here, [&](const Message& m) {
            if (!m.data().contains("answer")) return;
            answer = Answer{std::string(m.data_string("answer")),
                            m.data().at("conf").to_number<double>()};
        });
    json::object data{{"utterance", utterance}, {"lang", lang}};
    impl_->bus.publish(Message("ovos.common_query.ping", data));
    if (!claimed) return std::nullopt;
    data["skill_id"] = impl_->entry.skill_id;
    impl_->bus.publish(Message("ovos.common_query.request", data));
    return answer;
}

std::vector<std::string> SkillTester::dispatch(const std::string& topic,
                                               const std::string& utterance,
                                               const std::string& lang,
                                               const Slots& slots,
                                               const std::string& session_id) {
    impl_->spoken.clear();
    json::object values;
    for (const auto& [name, value] : slots) values[name] = value;
    json::object context;
    if (!session_id.empty()) context["session"] = json::object{{"session_id", session_id}};
    impl_->bus.publish(
        Message(topic,
                {{"lang", lang}, {"utterance", utterance}, {"slots", std::move(values)}},
                std::move(context)));
    return std::exchange(impl_->spoken, {});
}

const std::string& SkillTester::last_intent() const {
    return impl_->last_intent;
}
const std::string& SkillTester::last_error() const {
    return impl_->last_error;
}
const std::string& SkillTester::load_log() const {
    return impl_->load_log;
}

std::vector<std::string> SkillTester::advance(std::chrono::milliseconds by) {
    impl_->spoken.clear();
    impl_->timers.run_until(impl_->clock.now() + by);
    return std::exchange(impl_->spoken, {});
}

std::vector<std::string> SkillTester::restart(std::chrono::milliseconds away) {
    impl_->spoken.clear();
    impl_->service.reset();
    impl_->host.reset();
    impl_->clock.set(impl_->clock.now() + away);
    load();
    return std::exchange(impl_->spoken, {});
}

}  // namespace utter::skill
