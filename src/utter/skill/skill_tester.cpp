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
    explicit Impl(const SkillTesterOptions& options) : clock(options.now), timers(clock) {}

    InlineExecutor here;
    bus::LocalBus bus;
    ManualClock clock;
    ManualTimers timers;
    intent::TemplateMatcher matcher;
    std::vector<bus::Subscription> subscriptions;
    std::unique_ptr<SkillHost> host;
    std::string skill_id;
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
        return m.context_string("skill_id") == skill_id;
    }

    template <class Definition>
    void add(Result<Definition> definition) {
        const auto added = definition ? matcher.add(std::move(*definition))
                                      : Result<void>(std::unexpected(definition.error()));
        if (!added)
            log::error("skill_tester.registration_refused", {{"reason", added.error().detail}});
    }
};

SkillTester::SkillTester(SkillEntry entry, SkillTesterOptions options)
    : impl_(std::make_unique<Impl>(options)) {
    const log::Capture logs;
    impl_->skill_id = entry.skill_id;
    impl_->listen();
    auto catalogue = std::move(options.beside);
    SkillHostSettings settings;
    settings.enabled = {entry.skill_id};
    for (const auto& other : catalogue) settings.enabled.push_back(other.skill_id);
    settings.languages = options.languages;
    settings.timezone = options.timezone;
    settings.skill_settings[entry.skill_id] = std::move(options.settings);
    const SkillHostRuntime runtime{impl_->bus, impl_->here, impl_->timers, impl_->clock, [] {
                                       return std::make_unique<InlineExecutor>();
                                   }};
    impl_->host = std::make_unique<SkillHost>(runtime, std::move(settings));
    catalogue.insert(catalogue.begin(), std::move(entry));
    impl_->host->load(catalogue);
    impl_->load_log = logs.text();
}

SkillTester::~SkillTester() = default;

std::vector<std::string> SkillTester::say(const std::string& utterance, const std::string& lang) {
    impl_->last_intent.clear();
    impl_->last_error.clear();
    const std::vector<std::string> utterances{utterance};
    const auto match = impl_->matcher.match(utterances, lang);
    if (!match) return {};
    impl_->last_intent = match->intent_name;
    return dispatch(match->skill_id + ":" + match->intent_name, utterance, lang, match->slots);
}

std::vector<std::string> SkillTester::fall_back(const std::string& utterance,
                                                const std::string& lang) {
    impl_->last_intent.clear();
    impl_->last_error.clear();
    return dispatch(impl_->skill_id + ":fallback", utterance, lang, {});
}

std::vector<std::string> SkillTester::dispatch(const std::string& topic,
                                               const std::string& utterance,
                                               const std::string& lang,
                                               const Slots& slots) {
    impl_->spoken.clear();
    json::object values;
    for (const auto& [name, value] : slots) values[name] = value;
    impl_->bus.publish(
        Message(topic, {{"lang", lang}, {"utterance", utterance}, {"slots", std::move(values)}}));
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

}  // namespace utter::skill
