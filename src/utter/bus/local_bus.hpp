#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "utter/bus/bus.hpp"

namespace utter::bus {

/// The bus inside one process. What is for one executor waits in one queue, so all its subscribers
/// together see messages in the order they were published: who registers and then asks is
/// understood. A slow executor delays only itself. A queue that holds queue_messages_max messages
/// drops the newest; drops are counted and logged at WARNING, the first and then every thousandth.
class LocalBus final : public Bus {
  public:
    /// Enough for minutes of a busy house; some 60 MB of ordinary messages when one part hangs.
    static constexpr std::size_t queue_messages_max = 65'536;

    LocalBus();
    ~LocalBus() override;
    LocalBus(const LocalBus&) = delete;
    LocalBus& operator=(const LocalBus&) = delete;
    LocalBus(LocalBus&&) = delete;
    LocalBus& operator=(LocalBus&&) = delete;

    void publish(Message message) override;
    /// As publish(), but only to the subscribers here: for what came in by the uplink. Thread-safe.
    void deliver(const Message& message);
    /// Whether deliver() would reach anybody. Thread-safe.
    [[nodiscard]] bool wants(std::string_view topic) const;

    /// Whoever carries this bus to other processes.
    struct Uplink {
        /// Called with each published message, before any subscriber, on the publisher's thread.
        std::function<void(const Message&)> send;
        /// Whether anybody there hears a topic now; empty: always.
        std::function<bool(std::string_view topic)> hears{};
    };
    /// At most one; one without `send` ends it.
    void set_uplink(Uplink uplink);

    [[nodiscard]] bool is_heard_outside(std::string_view topic) const override;

    [[nodiscard]] Subscription subscribe(TopicFilter filter,
                                         Executor& executor,
                                         Handler handler) override;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace utter::bus
