#include "utter/bus/local_bus.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"

namespace utter::bus {
namespace {

constexpr std::size_t batch_max = 64;
constexpr std::size_t drops_per_log_line = 1000;

class Subscriber {
  public:
    Subscriber(TopicFilter filter, Bus::Handler handler)
        : filter_(std::move(filter)), handler_(std::move(handler)) {}

    [[nodiscard]] bool wants(std::string_view topic) const { return filter_.matches(topic); }
    [[nodiscard]] const std::string& pattern() const { return filter_.pattern(); }

    void call(const Message& message) const {
        if (!active_) return;
        try {
            handler_(message);
        } catch (const std::exception& error) {
            log::error("bus.handler_failed", {{"topic", message.type()}, {"what", error.what()}});
        }
    }

    void end() { active_ = false; }

  private:
    const TopicFilter filter_;
    const Bus::Handler handler_;
    std::atomic<bool> active_ = true;
};

// What waits for one executor, for all its subscribers together: so they see messages in the order
// they were published, also when different subscriptions of one part take different topics.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
  public:
    explicit Mailbox(Executor& executor) : executor_(executor) {}

    void deliver(std::shared_ptr<const Subscriber> subscriber, const Message& message) {
        {
            const std::lock_guard lock(mutex_);
            if (queue_.size() >= LocalBus::queue_messages_max) {
                if (dropped_++ % drops_per_log_line == 0) {
                    log::warning("bus.subscriber_overrun",
                                 {{"topic", message.type()},
                                  {"filter", subscriber->pattern()},
                                  {"dropped", dropped_}});
                }
                return;
            }
            queue_.emplace_back(std::move(subscriber), message);
            if (std::exchange(scheduled_, true)) return;
        }
        schedule();
    }

  private:
    using Letter = std::pair<std::shared_ptr<const Subscriber>, Message>;

    void schedule() {
        executor_.post([self = shared_from_this()] { self->drain(); });
    }

    // Hands over one batch, then yields, so that a flood does not hold the executor.
    void drain() {
        std::vector<Letter> batch;
        {
            const std::lock_guard lock(mutex_);
            const auto end =
                queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), batch_max));
            batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
            queue_.erase(queue_.begin(), end);
        }
        for (const auto& [subscriber, message] : batch) subscriber->call(message);
        {
            const std::lock_guard lock(mutex_);
            scheduled_ = !queue_.empty();
            if (!scheduled_) return;
        }
        schedule();
    }

    Executor& executor_;
    std::mutex mutex_;
    std::deque<Letter> queue_;  // guarded by mutex_
    bool scheduled_ = false;    // guarded by mutex_; a drain is posted or running
    std::size_t dropped_ = 0;   // guarded by mutex_
};

struct Entry {
    std::shared_ptr<Subscriber> subscriber;
    std::shared_ptr<Mailbox> mailbox;
    // Of a filter that is one topic: its hash, so that most are passed over without a look at them.
    std::optional<std::size_t> topic_hash;

    [[nodiscard]] bool wants(std::string_view topic, std::size_t hash) const {
        return (!topic_hash || *topic_hash == hash) && subscriber->wants(topic);
    }
};

std::size_t hash_of(std::string_view topic) {
    return std::hash<std::string_view>{}(topic);
}

using Subscribers = std::vector<Entry>;

}  // namespace

// Shared with the Subscriptions, which may outlive the bus. The list is replaced, never changed,
// so publishing only holds the lock for a pointer copy.
struct LocalBus::State {
    std::mutex mutex;
    std::shared_ptr<const Subscribers> subscribers = std::make_shared<const Subscribers>();
    std::map<Executor*, std::weak_ptr<Mailbox>> mailboxes;  // alive while anybody subscribes
    std::shared_ptr<const Uplink> uplink;

    [[nodiscard]] std::shared_ptr<const Uplink> current_uplink() {
        const std::lock_guard lock(mutex);
        return uplink;
    }

    [[nodiscard]] std::shared_ptr<const Subscribers> snapshot() {
        const std::lock_guard lock(mutex);
        return subscribers;
    }

    void remove(const std::shared_ptr<Subscriber>& leaving) {
        leaving->end();
        const std::lock_guard lock(mutex);
        auto changed = std::make_shared<Subscribers>(*subscribers);
        std::erase_if(*changed, [&](const Entry& entry) { return entry.subscriber == leaving; });
        subscribers = std::move(changed);
    }

    // Call with the mutex held.
    std::shared_ptr<Mailbox> mailbox_of(Executor& executor) {
        std::erase_if(mailboxes, [](const auto& entry) { return entry.second.expired(); });
        auto& known = mailboxes[&executor];
        auto mailbox = known.lock();
        if (!mailbox) known = mailbox = std::make_shared<Mailbox>(executor);
        return mailbox;
    }
};

LocalBus::LocalBus() : state_(std::make_shared<State>()) {}
LocalBus::~LocalBus() = default;

void LocalBus::publish(Message message) {
    if (const auto uplink = state_->current_uplink()) uplink->send(message);
    deliver(message);
}

void LocalBus::deliver(const Message& message) {
    const auto subscribers = state_->snapshot();
    const auto hash = hash_of(message.type());
    for (const auto& entry : *subscribers) {
        if (entry.wants(message.type(), hash)) entry.mailbox->deliver(entry.subscriber, message);
    }
}

bool LocalBus::wants(std::string_view topic) const {
    const auto subscribers = state_->snapshot();
    return std::ranges::any_of(*subscribers, [topic, hash = hash_of(topic)](const Entry& entry) {
        return entry.wants(topic, hash);
    });
}

void LocalBus::set_uplink(Uplink uplink) {
    auto shared = uplink.send ? std::make_shared<const Uplink>(std::move(uplink)) : nullptr;
    const std::lock_guard lock(state_->mutex);
    state_->uplink = std::move(shared);
}

bool LocalBus::is_heard_outside(std::string_view topic) const {
    const auto uplink = state_->current_uplink();
    return uplink && (!uplink->hears || uplink->hears(topic));
}

Subscription LocalBus::subscribe(TopicFilter filter, Executor& executor, Handler handler) {
    auto subscriber = std::make_shared<Subscriber>(std::move(filter), std::move(handler));
    const auto& pattern = subscriber->pattern();
    const auto topic_hash =
        pattern.find('*') == std::string::npos ? std::optional(hash_of(pattern)) : std::nullopt;
    {
        const std::lock_guard lock(state_->mutex);
        auto changed = std::make_shared<Subscribers>(*state_->subscribers);
        changed->push_back({subscriber, state_->mailbox_of(executor), topic_hash});
        state_->subscribers = std::move(changed);
    }
    return Subscription([state = state_, subscriber] { state->remove(subscriber); });
}

}  // namespace utter::bus
