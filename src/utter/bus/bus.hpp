#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "utter/core/executor.hpp"
#include "utter/core/message.hpp"
#include "utter/core/topic.hpp"

namespace utter::bus {

/// A standing wish for messages. Destroying it ends delivery: no handler call starts afterwards on
/// the subscriber's executor. Destroy it on that executor, or when the executor is idle.
class Subscription {
  public:
    Subscription() = default;
    explicit Subscription(std::function<void()> unsubscribe)
        : unsubscribe_(std::move(unsubscribe)) {}
    ~Subscription() { reset(); }
    Subscription(Subscription&& other) noexcept
        : unsubscribe_(std::exchange(other.unsubscribe_, nullptr)) {}
    Subscription& operator=(Subscription&& other) noexcept {
        if (this != &other) {
            reset();
            unsubscribe_ = std::exchange(other.unsubscribe_, nullptr);
        }
        return *this;
    }
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

    void reset() noexcept {
        if (auto unsubscribe = std::exchange(unsubscribe_, nullptr)) unsubscribe();
    }

  private:
    std::function<void()> unsubscribe_;
};

/// Port: the bus, the only way two parts talk. What is published reaches every subscriber whose
/// filter matches, the publisher's own included; the subscribers of one executor see one
/// publisher's messages in the order they were published. Spec: OVOS-MSG-1 (which leaves transport
/// to us).
class Bus {
  public:
    using Handler = std::function<void(const Message&)>;

    Bus() = default;
    virtual ~Bus() = default;
    Bus(const Bus&) = delete;
    Bus& operator=(const Bus&) = delete;
    Bus(Bus&&) = delete;
    Bus& operator=(Bus&&) = delete;

    /// Thread-safe; never blocks and never throws for the receiver's sake.
    virtual void publish(Message message) = 0;

    /// Thread-safe. `handler` runs on `executor`, which must outlive the Subscription; an exception
    /// it throws is logged and costs nobody else anything.
    [[nodiscard]] virtual Subscription subscribe(TopicFilter filter,
                                                 Executor& executor,
                                                 Handler handler) = 0;

    /// Whether anybody outside this process may hear what is published on `topic`; where that
    /// cannot be known, yes. Call it on the event loop that carries the bus.
    [[nodiscard]] virtual bool is_heard_outside(std::string_view /*topic*/) const { return true; }
};

}  // namespace utter::bus
