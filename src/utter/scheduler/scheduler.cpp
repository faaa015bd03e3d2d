#include "utter/scheduler/scheduler.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"
#include "utter/scheduler/store.hpp"

namespace utter::scheduler {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

// A clock that is set by less is as good as one that runs a little fast.
constexpr microseconds step_min = 100ms;
// How long the clock goes unwatched while something waits for it.
constexpr milliseconds nap_max = 60s;
constexpr milliseconds nap_unsynchronized_max = 5s;
// Fires in one go; then others on the executor have their turn.
constexpr int fires_at_once_max = 64;

using Key = std::pair<std::string, std::string>;  // owner, id

struct Entry {
    Schedule schedule;
    std::optional<microseconds> uptime_due;  // of an `in` accepted in this run
    std::optional<Time> queued;              // its place in the queue
    std::uint64_t generation = 0;            // tells a replacement from what it replaced
};

}  // namespace

class Scheduler::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(SchedulerRuntime runtime, const SchedulerSettings& settings, Store store)
        : runtime_(std::move(runtime)),
          settings_(settings),
          store_(std::move(store)),
          clock_offset_(clock_offset()) {}

    Result<void> load() {
        auto passed = store_.passed();
        if (!passed) return std::unexpected(passed.error());
        passed_ = passed->value_or(now());
        synchronized_ = now() >= passed_;
        if (!synchronized_) {
            log::warning(
                "scheduler.clock_unsynchronized",
                {{"now", to_string(Instant{now()})}, {"passed", to_string(Instant{passed_})}});
        }
        auto stored = store_.load();
        if (!stored) return std::unexpected(stored.error());
        for (auto& schedule : *stored) {
            Key key{schedule.record.skill_id, schedule.record.id};
            insert(key, {std::move(schedule), std::nullopt, std::nullopt, 0});
        }
        return {};
    }

    void listen() {
        using Answer = json::object (Impl::*)(const Message&);
        const auto on = [this](const char* topic, Answer answer) {
            subscriptions_.push_back(runtime_.bus.subscribe(
                topic, runtime_.executor, [this, answer](const Message& request) {
                    watch_clock();
                    reply(request, (this->*answer)(request));
                    arm();
                }));
        };
        on("ovos.scheduler.schedule", &Impl::schedule);
        on("ovos.scheduler.cancel", &Impl::cancel);
        on("ovos.scheduler.get", &Impl::get);
        on("ovos.scheduler.list", &Impl::list);
        subscriptions_.push_back(runtime_.bus.subscribe(
            "system.clock.synced", runtime_.executor, [this](const Message&) {
                if (!synchronized_) synchronize();
                evaluate();
            }));
    }

    void start() {
        started_ = true;
        watch_clock();
        announce();
    }

    void stop() {
        subscriptions_.clear();
        timer_.cancel();
        started_ = false;
    }

    [[nodiscard]] Executor& executor() const { return runtime_.executor; }

    // Fires what is due and goes to sleep until something is.
    void evaluate() {
        if (!started_) return;
        watch_clock();
        for (int i = 0; i < fires_at_once_max; ++i) {
            const auto due = earliest();
            if (!due || due->first > now()) break;
            step(due->second);
        }
        arm();
    }

  private:
    [[nodiscard]] Time now() const {
        return std::chrono::floor<microseconds>(runtime_.clock.now());
    }

    [[nodiscard]] microseconds clock_offset() const {
        return now().time_since_epoch() - runtime_.uptime();
    }

    // --- the clock ---------------------------------------------------------------------------

    void watch_clock() {
        const auto offset = clock_offset();
        const auto moved = offset - clock_offset_;
        if (std::chrono::abs(moved) >= step_min) {
            clock_offset_ = offset;
            log::info("scheduler.clock_set",
                      {{"by_ms", std::chrono::duration_cast<milliseconds>(moved).count()}});
            keep_delays();
        }
        if (!synchronized_ && now() >= passed_) synchronize();
    }

    // A delay takes as long as it takes, whatever the clock shows at its end.
    void keep_delays() {
        for (auto& [key, entry] : entries_) {
            if (!entry.uptime_due) continue;
            entry.schedule.progress.anchor = {now() + (*entry.uptime_due - runtime_.uptime())};
            save(entry.schedule, std::nullopt);
            enqueue(key, entry);
        }
    }

    void synchronize() {
        synchronized_ = true;
        log::info("scheduler.clock_synchronized", {{"now", to_string(Instant{now()})}});
        if (!started_) return;
        announce();
        runtime_.executor.post([weak = weak_from_this()] {
            if (auto self = weak.lock()) self->evaluate();
        });
    }

    void announce() {
        std::int64_t stored = 0;
        std::int64_t missed = 0;
        for (const auto& [key, entry] : entries_) {
            if (entry.schedule.record.ephemeral) continue;
            ++stored;
            if (synchronized_ && entry.schedule.missed_at(now()).count > 0) ++missed;
        }
        runtime_.bus.publish(
            Message("ovos.scheduler.ready",
                    {{"schedules", stored},
                     {"missed", missed},
                     {"clock", synchronized_ ? "synchronized" : "unsynchronized"}}));
    }

    // --- the queue ---------------------------------------------------------------------------

    void enqueue(const Key& key, Entry& entry) {
        if (const auto& queued = entry.queued) queue_.erase({*queued, key});
        const auto next = entry.schedule.next();
        entry.queued = next ? std::optional(next->time) : std::nullopt;
        if (entry.queued) queue_.insert({*entry.queued, key});
    }

    void insert(const Key& key, Entry entry) {
        erase(key);
        entry.generation = ++last_generation_;
        ++owned_[key.first];
        enqueue(key, entries_.emplace(key, std::move(entry)).first->second);
    }

    void erase(const Key& key) {
        const auto found = entries_.find(key);
        if (found == entries_.end()) return;
        if (const auto& queued = found->second.queued) queue_.erase({*queued, key});
        if (--owned_[key.first] == 0) owned_.erase(key.first);
        entries_.erase(found);
    }

    // What may be fired next: while the clock is not to be trusted, only what does not need it.
    [[nodiscard]] std::optional<std::pair<Time, Key>> earliest() const {
        for (const auto& due : queue_) {
            if (synchronized_ || entries_.at(due.second).uptime_due) return due;
        }
        return std::nullopt;
    }

    void arm() {
        timer_.cancel();
        if (!started_) return;
        const auto due = earliest();
        if (!due && synchronized_) return;
        auto nap = synchronized_ ? nap_max : nap_unsynchronized_max;
        if (due) {
            const auto left = std::chrono::ceil<milliseconds>(due->first - now());
            nap = std::clamp(left, milliseconds(0), nap);
        }
        timer_ = runtime_.timers.after(nap, runtime_.executor, [this] { evaluate(); });
    }

    // --- firing ------------------------------------------------------------------------------

    // Deals with the earliest occurrence of a schedule, or with all that were missed at once.
    void step(const Key& key) {
        auto& entry = entries_.at(key);
        const auto missed = entry.schedule.missed_at(now());
        if (missed.count == 0) {
            if (const auto next = entry.schedule.next()) fire(key, *next, 1);
            return;
        }
        const bool late = entry.schedule.record.misfire == Misfire::late;
        const auto generation = entry.generation;
        auto after = entry.schedule;
        after.gave_up(missed);
        json::object report{{"id", key.second},
                            {"skill_id", key.first},
                            {"missed", to_json(missed.instants)},
                            {"next", to_json(after.next())}};
        if (late) report["fired_late"] = to_string(missed.instants.back());
        runtime_.bus.publish(Message("ovos.scheduler.missed", std::move(report)));
        if (!is_current(key, generation)) return;
        if (late) {
            fire(key, missed.instants.back(), missed.count);
        } else {
            settle(key, std::move(after), std::nullopt);
        }
    }

    void fire(const Key& key, const Instant& due, std::int64_t consumed) {
        const auto& entry = entries_.at(key);
        const auto generation = entry.generation;
        auto after = entry.schedule;
        after.fired(due, consumed);
        const auto left = after.remaining();
        auto context = after.record.context;
        context["scheduler"] =
            json::object{{"id", key.second},
                         {"skill_id", key.first},
                         {"due", to_string(due)},
                         {"fired", to_string(Instant{now(), due.offset})},
                         {"remaining", left ? json::value(*left) : json::value(nullptr)}};
        runtime_.bus.publish(Message(after.record.event, after.record.data(), std::move(context)));
        if (is_current(key, generation)) settle(key, std::move(after), due.time);
    }

    // A receiver on this very thread may have cancelled or replaced what it was told of.
    [[nodiscard]] bool is_current(const Key& key, std::uint64_t generation) const {
        const auto found = entries_.find(key);
        return found != entries_.end() && found->second.generation == generation;
    }

    // Stores how far a schedule has come. What cannot be stored is not done again in this run.
    void settle(const Key& key, Schedule after, std::optional<Time> fired) {
        if (after.is_one_shot()) {
            if (!after.record.ephemeral)
                log_failure(store_.remove(key.first, key.second, stamp(fired)));
            erase(key);
            return;
        }
        save(after, fired);
        auto& entry = entries_.at(key);
        entry.schedule = std::move(after);
        enqueue(key, entry);
    }

    void save(const Schedule& schedule, std::optional<Time> fired) {
        if (!schedule.record.ephemeral) log_failure(store_.put(schedule, stamp(fired)));
    }

    static void log_failure(const Result<void>& written) {
        if (!written) log::error("scheduler.not_stored", {{"reason", written.error().detail}});
    }

    [[nodiscard]] std::optional<Store::Stamp> stamp(std::optional<Time> fired) const {
        if (!synchronized_) return std::nullopt;
        return Store::Stamp{now(), fired};
    }

    // --- requests ----------------------------------------------------------------------------

    void reply(const Message& request, json::object data) const {
        if (auto response = request.response(std::move(data))) runtime_.bus.publish(*response);
    }

    static json::object refused(const Refusal& refusal) {
        return {{"ok", false}, {"error", refusal.error}, {"reason", refusal.reason}};
    }

    static json::object not_stored(const Error& error) {
        return refused({refusal::internal, "it could not be stored: " + error.detail});
    }

    static json::object pair_of(const Entry& entry) {
        return {{"record", entry.schedule.record.to_json()}, {"state", entry.schedule.state()}};
    }

    json::object schedule(const Message& request) {
        auto record = read_record(request.data(), request.context());
        if (!record) return refused(record.error());
        const Key key{record->skill_id, record->id};
        const auto found = entries_.find(key);
        const auto* before = found == entries_.end() ? nullptr : &found->second.schedule;
        if (before == nullptr) {
            if (auto full = make_room(key.first)) return refused(*full);
        }
        auto made = make_schedule(std::move(*record), now(), before);
        if (!made) return refused(made.error());
        const bool was_stored = before != nullptr && !before->record.ephemeral;
        Result<void> written;
        if (!made->record.ephemeral) {
            written = store_.put(*made, stamp(std::nullopt));
        } else if (was_stored) {
            written = store_.remove(key.first, key.second, stamp(std::nullopt));
        }
        if (!written) return not_stored(written.error());
        json::object answer{{"ok", true},
                            {"id", key.second},
                            {"skill_id", key.first},
                            {"next", to_json(upcoming(*made))},
                            {"replaced", before != nullptr}};
        std::optional<microseconds> uptime_due;
        if (const auto* in = std::get_if<In>(&made->record.timing)) {
            uptime_due = runtime_.uptime() + in->delay;
        }
        insert(key, {std::move(*made), uptime_due, std::nullopt, 0});
        return answer;
    }

    // What is still to come on time.
    [[nodiscard]] std::optional<Instant> upcoming(Schedule schedule) const {
        if (const auto missed = schedule.missed_at(now()); missed.count > 0) {
            schedule.gave_up(missed);
        }
        return schedule.next();
    }

    // Room for one more of an owner; one of its series that has come to its end makes way.
    std::optional<Refusal> make_room(const std::string& owner) {
        if (entries_.size() >= settings_.schedules_max) {
            return Refusal{refusal::internal,
                           "there are already " + std::to_string(settings_.schedules_max) +
                               " schedules, which is the most"};
        }
        const auto owned = owned_.find(owner);
        if (owned == owned_.end() || owned->second < settings_.owner_schedules_max) return {};
        for (auto it = entries_.lower_bound({owner, ""});
             it != entries_.end() && it->first.first == owner;
             ++it) {
            if (it->second.queued) continue;
            const auto& record = it->second.schedule.record;
            if (!record.ephemeral &&
                !store_.remove(record.skill_id, record.id, stamp(std::nullopt))) {
                break;
            }
            erase(Key(it->first));
            return {};
        }
        return Refusal{refusal::internal,
                       "'" + owner + "' already has " +
                           std::to_string(settings_.owner_schedules_max) +
                           " schedules, which is the most"};
    }

    json::object cancel(const Message& request) {
        const auto key = key_of(request);
        if (!key) return refused(key.error());
        const auto found = entries_.find(*key);
        if (found == entries_.end()) return {{"ok", true}, {"existed", false}};
        if (!found->second.schedule.record.ephemeral) {
            const auto written = store_.remove(key->first, key->second, stamp(std::nullopt));
            if (!written) return not_stored(written.error());
        }
        erase(*key);
        return {{"ok", true}, {"existed", true}};
    }

    json::object get(const Message& request) {
        const auto key = key_of(request);
        if (!key) return refused(key.error());
        const auto found = entries_.find(*key);
        if (found == entries_.end()) {
            // The specification has no code of its own for it.
            return refused({refusal::invalid_record, "there is no such schedule"});
        }
        auto answer = pair_of(found->second);
        answer["ok"] = true;
        return answer;
    }

    json::object list(const Message& request) {
        const auto owner = owner_of(request.data(), request.context());
        if (!owner) return refused(owner.error());
        json::array schedules;
        for (auto it = entries_.lower_bound({*owner, ""});
             it != entries_.end() && it->first.first == *owner;
             ++it) {
            schedules.push_back(pair_of(it->second));
        }
        return {{"ok", true}, {"schedules", std::move(schedules)}};
    }

    static std::expected<Key, Refusal> key_of(const Message& request) {
        auto owner = owner_of(request.data(), request.context());
        if (!owner) return std::unexpected(owner.error());
        auto id = id_of(request.data());
        if (!id) return std::unexpected(id.error());
        return Key{std::move(*owner), std::move(*id)};
    }

    SchedulerRuntime runtime_;
    SchedulerSettings settings_;
    Store store_;
    std::map<Key, Entry> entries_;
    std::map<std::string, std::size_t> owned_;  // how many of each owner
    std::set<std::pair<Time, Key>> queue_;      // those with a next occurrence, by it
    std::uint64_t last_generation_ = 0;
    bool started_ = false;
    bool synchronized_ = true;
    Time passed_;                // the clock is right once it shows this
    microseconds clock_offset_;  // between the clock and uptime, when last looked at
    TimerHandle timer_;
    std::vector<bus::Subscription> subscriptions_;
};

Scheduler::Scheduler(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Scheduler>> Scheduler::open(SchedulerRuntime runtime,
                                                   const SchedulerSettings& settings) {
    auto store = Store::open(settings.database);
    if (!store) return std::unexpected(store.error());
    auto impl = std::make_shared<Impl>(std::move(runtime), settings, std::move(*store));
    if (auto loaded = impl->load(); !loaded) return std::unexpected(loaded.error());
    impl->listen();
    return std::unique_ptr<Scheduler>(new Scheduler(std::move(impl)));
}

Scheduler::~Scheduler() {
    std::promise<void> done;
    impl_->executor().post([&] {
        impl_->stop();
        done.set_value();
    });
    done.get_future().get();
}

void Scheduler::start() {
    // Whoever comes to the bus after this sees nothing of the announcement.
    auto announced = std::make_shared<std::promise<void>>();
    auto done = announced->get_future();
    impl_->executor().post([impl = impl_, announced] {
        impl->start();
        announced->set_value();
        impl->evaluate();
    });
    done.get();
}

void Scheduler::clock_changed() {
    impl_->executor().post([impl = impl_] { impl->evaluate(); });
}

}  // namespace utter::scheduler
