#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "utter/bus/bus.hpp"

namespace utter::legacy {

/// The bus as our own parts see it while programs with the old topic names are about: a decorator
/// that speaks both.
///
/// What a part publishes goes out as the spec frame and then, where the table of topic_pairs.hpp
/// has a row, as one marked twin. What it subscribes to also brings the unmarked legacy frames of
/// the inner bus, as the spec messages they stand for; those exist in this process only, because a
/// client that knows both names would run twice if a spec frame followed a legacy one on the bus.
/// Several parts of one process share one LegacyBus.
///
/// publish() and subscribe() may be called from any thread; all else on the executor given.
class LegacyBus final : public bus::Bus {
  public:
    /// What goes out for one message of ours instead of it, in order; nullopt: the message as it
    /// is.
    using OutboundShape = std::function<std::optional<std::vector<Message>>(const Message&)>;
    /// What an utterance message looks like to the orchestrator; `older` says that it came under
    /// its older name.
    using EntryShape = std::function<Message(const Message&, bool older)>;

    /// @param inner the bus itself; @param executor where legacy frames are translated; both
    ///        outlive this
    LegacyBus(bus::Bus& inner, Executor& executor);
    ~LegacyBus() override;
    LegacyBus(const LegacyBus&) = delete;
    LegacyBus& operator=(const LegacyBus&) = delete;
    LegacyBus(LegacyBus&&) = delete;
    LegacyBus& operator=(LegacyBus&&) = delete;

    void publish(Message message) override;
    [[nodiscard]] bus::Subscription subscribe(TopicFilter filter,
                                              Executor& executor,
                                              Handler handler) override;
    /// Under either name.
    [[nodiscard]] bool is_heard_outside(std::string_view topic) const override;

    /// Hands a message to the subscribers of this object and to nobody else; in place to those on
    /// this object's own executor.
    void deliver(const Message& message);

    /// Sets the hooks of the orchestrator's side; nullptr takes one away. Set them before the parts
    /// start. `outbound` is asked on the publisher's thread, about every message.
    void set_shapes(OutboundShape outbound, EntryShape entry);

  private:
    struct State;
    std::shared_ptr<State> state_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::legacy
