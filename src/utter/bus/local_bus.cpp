#include "utter/bus/local_bus.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"

namespace utter::bus {
namespace {

constexpr std::size_t batch_max = 64;
constexpr std::size_t drops_per_log_line = 1000;

class Subscriber : public std::enable_shared_from_this<Subscriber> {
  public:
    Subscriber(TopicFilter filter, Executor& executor, Bus::Handler handler)
        : filter_(std::move(filter)), executor_(executor), handler_(std::move(handler)) {}

    [[nodiscard]] bool wants(const Message& message) const {
        return filter_.matches(message.type());
    }

    void deliver(const Message& message) {
        {
            const std::lock_guard lock(mutex_);
            if (queue_.size() >= LocalBus::queue_messages_max) {
                if (dropped_++ % drops_per_log_line == 0) {
                    log::warning("bus.subscriber_overrun",
                                 {{"topic", message.type()},
                                  {"filter", filter_.pattern()},
                                  {"dropped", dropped_}});
                }
                return;
            }
            queue_.push_back(message);
            if (std::exchange(scheduled_, true)) return;
        }
        schedule();
    }

    void end() { active_ = false; }

  private:
    void schedule() {
        executor_.post([self = shared_from_this()] { self->drain(); });
    }

    // Hands over one batch, then yields, so that one flooded subscriber does not hold its executor.
    void drain() {
        std::vector<Message> batch;
        {
            const std::lock_guard lock(mutex_);
            const auto count = std::min(queue_.size(), batch_max);
            batch.assign(
                std::make_move_iterator(queue_.begin()),
                std::make_move_iterator(queue_.begin() + static_cast<std::ptrdiff_t>(count)));
            queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
        }
        for (const auto& message : batch) call(message);
        {
            const std::lock_guard lock(mutex_);
            scheduled_ = !queue_.empty() && active_;
            if (!scheduled_) return;
        }
        schedule();
    }

    void call(const Message& message) {
        if (!active_) return;
        try {
            handler_(message);
        } catch (const std::exception& error) {
            log::error("bus.handler_failed", {{"topic", message.type()}, {"what", error.what()}});
        }
    }

    const TopicFilter filter_;
    Executor& executor_;
    const Bus::Handler handler_;
    std::atomic<bool> active_ = true;
    std::mutex mutex_;
    std::deque<Message> queue_;  // guarded by mutex_
    bool scheduled_ = false;     // guarded by mutex_; a drain is posted or running
    std::size_t dropped_ = 0;    // guarded by mutex_
};

using Subscribers = std::vector<std::shared_ptr<Subscriber>>;

}  // namespace

// Shared with the Subscriptions, which may outlive the bus. The list is replaced, never changed,
// so publishing only holds the lock for a pointer copy.
struct LocalBus::State {
    std::mutex mutex;
    std::shared_ptr<const Subscribers> subscribers = std::make_shared<const Subscribers>();

    [[nodiscard]] std::shared_ptr<const Subscribers> snapshot() {
        const std::lock_guard lock(mutex);
        return subscribers;
    }

    void remove(const std::shared_ptr<Subscriber>& leaving) {
        leaving->end();
        const std::lock_guard lock(mutex);
        auto changed = std::make_shared<Subscribers>(*subscribers);
        std::erase(*changed, leaving);
        subscribers = std::move(changed);
    }
};

LocalBus::LocalBus() : state_(std::make_shared<State>()) {}
LocalBus::~LocalBus() = default;

void LocalBus::publish(Message message) {
    const auto subscribers = state_->snapshot();
    for (const auto& subscriber : *subscribers) {
        if (subscriber->wants(message)) subscriber->deliver(message);
    }
}

Subscription LocalBus::subscribe(TopicFilter filter, Executor& executor, Handler handler) {
    auto subscriber = std::make_shared<Subscriber>(std::move(filter), executor, std::move(handler));
    {
        const std::lock_guard lock(state_->mutex);
        auto changed = std::make_shared<Subscribers>(*state_->subscribers);
        changed->push_back(subscriber);
        state_->subscribers = std::move(changed);
    }
    return Subscription([state = state_, subscriber] { state->remove(subscriber); });
}

}  // namespace utter::bus
