#include "utter/bus/local_bus.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "utter/core/log.hpp"

namespace utter::bus {
namespace {

struct Recorder {
    std::vector<std::string> topics;
    Bus::Handler handler() {
        return [this](const Message& message) { topics.push_back(message.type()); };
    }
};

// Holds work until the test asks for it, as a busy event loop would.
class HeldExecutor final : public Executor {
  public:
    void post(Work work) override { held_.push_back(std::move(work)); }
    void run_all() {
        while (!held_.empty()) {
            auto batch = std::exchange(held_, {});
            for (auto& work : batch) work();
        }
    }

  private:
    std::vector<Work> held_;
};

TEST(LocalBus, DeliversToEveryMatchingSubscriberInOrder) {
    LocalBus bus;
    InlineExecutor here;
    Recorder all;
    Recorder some;
    const auto a = bus.subscribe("*", here, all.handler());
    const auto b = bus.subscribe("ovos.stop", here, some.handler());
    bus.publish(Message("ovos.stop"));
    bus.publish(Message("ovos.other"));
    EXPECT_EQ(all.topics, (std::vector<std::string>{"ovos.stop", "ovos.other"}));
    EXPECT_EQ(some.topics, (std::vector<std::string>{"ovos.stop"}));
}

// MSG-026
TEST(LocalBus, NeverFiltersByDestination) {
    LocalBus bus;
    InlineExecutor here;
    Recorder all;
    const auto subscription = bus.subscribe("a", here, all.handler());
    bus.publish(Message("a", {}, {{"destination", "somebody-else"}}));
    EXPECT_EQ(all.topics.size(), 1U);
}

TEST(LocalBus, EndedSubscriptionGetsNothingEvenOfWhatWasQueued) {
    LocalBus bus;
    HeldExecutor later;
    Recorder seen;
    std::optional<Subscription> subscription(bus.subscribe("a", later, seen.handler()));
    bus.publish(Message("a"));
    subscription.reset();
    bus.publish(Message("a"));
    later.run_all();
    EXPECT_TRUE(seen.topics.empty());
}

TEST(LocalBus, AThrowingHandlerCostsNobodyElseAnything) {
    LocalBus bus;
    InlineExecutor here;
    Recorder seen;
    const log::Capture logs;
    const auto bad =
        bus.subscribe("a", here, [](const Message&) { throw std::runtime_error("boom"); });
    const auto good = bus.subscribe("a", here, seen.handler());
    bus.publish(Message("a"));
    bus.publish(Message("a"));
    EXPECT_EQ(seen.topics.size(), 2U);
    EXPECT_NE(logs.text().find("bus.handler_failed topic=a what=boom"), std::string::npos);
}

TEST(LocalBus, AHandlerMayPublishAndSubscribe) {
    LocalBus bus;
    InlineExecutor here;
    Recorder seen;
    Subscription inner;
    const auto outer = bus.subscribe("a", here, [&](const Message&) {
        inner = bus.subscribe("b", here, seen.handler());
        bus.publish(Message("b"));
    });
    bus.publish(Message("a"));
    EXPECT_EQ(seen.topics, (std::vector<std::string>{"b"}));
}

TEST(LocalBus, WhoeverCarriesItAwaySaysWhetherSomebodyHearsATopic) {
    LocalBus bus;
    EXPECT_FALSE(bus.is_heard_outside("a"));
    bus.set_uplink({.send = [](const Message&) {}});
    EXPECT_TRUE(bus.is_heard_outside("a"));
    bus.set_uplink({.send = [](const Message&) {},
                    .hears = [](std::string_view topic) { return topic == "b"; }});
    EXPECT_FALSE(bus.is_heard_outside("a"));
    EXPECT_TRUE(bus.is_heard_outside("b"));
    bus.set_uplink({});
    EXPECT_FALSE(bus.is_heard_outside("b"));
}

TEST(LocalBus, AFullQueueDropsTheNewestAndSaysSo) {
    LocalBus bus;
    HeldExecutor stuck;
    std::vector<std::int64_t> seen;
    const log::Capture logs;
    const auto subscription = bus.subscribe(
        "a", stuck, [&](const Message& m) { seen.push_back(m.data().at("n").as_int64()); });
    const auto count = static_cast<std::int64_t>(LocalBus::queue_messages_max) + 10;
    for (std::int64_t n = 0; n < count; ++n) bus.publish(Message("a", {{"n", n}}));
    stuck.run_all();
    ASSERT_EQ(seen.size(), LocalBus::queue_messages_max);
    EXPECT_EQ(seen.back(), static_cast<std::int64_t>(LocalBus::queue_messages_max) - 1);
    EXPECT_NE(logs.text().find("bus.subscriber_overrun topic=a filter=a dropped=1"),
              std::string::npos);
}

// A part takes different topics by different subscriptions; what was registered before a question
// must be known when the question comes.
TEST(LocalBus, SubscriptionsOfOneExecutorShareOneOrder) {
    LocalBus bus;
    HeldExecutor loop;
    std::vector<std::string> seen;
    const auto note = [&](const Message& message) { seen.push_back(message.type()); };
    const auto ask = bus.subscribe("ask", loop, note);
    const auto learn = bus.subscribe("learn", loop, note);
    for (int i = 0; i < 200; ++i) bus.publish(Message("learn"));
    bus.publish(Message("ask"));
    bus.publish(Message("learn"));
    loop.run_all();
    ASSERT_EQ(seen.size(), 202U);
    EXPECT_EQ(seen[200], "ask");
}

TEST(LocalBus, KeepsEachPublishersOrderAcrossThreads) {
    LocalBus bus;
    InlineExecutor here;
    std::vector<std::vector<std::int64_t>> seen(4);
    const auto subscription = bus.subscribe("a", here, [&](const Message& m) {
        seen.at(static_cast<std::size_t>(m.data().at("who").as_int64()))
            .push_back(m.data().at("n").as_int64());
    });
    std::vector<std::jthread> publishers;
    for (std::int64_t who = 0; who < 4; ++who) {
        publishers.emplace_back([&bus, who] {
            for (std::int64_t n = 0; n < 1000; ++n)
                bus.publish(Message("a", {{"who", who}, {"n", n}}));
        });
    }
    publishers.clear();
    for (const auto& order : seen) {
        ASSERT_EQ(order.size(), 1000U);
        EXPECT_TRUE(std::ranges::is_sorted(order));
    }
}

}  // namespace
}  // namespace utter::bus
