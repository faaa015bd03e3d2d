#include "utter/legacy/legacy_bus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/legacy/twin.hpp"

namespace utter::legacy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LegacyBusTest : public testing::Test {
  protected:
    LegacyBusTest() {
        wire = inner.subscribe("*", here, [this](const Message& m) { frames.push_back(m); });
    }

    [[nodiscard]] std::vector<std::string> wire_topics() const {
        std::vector<std::string> topics;
        topics.reserve(frames.size());
        for (const auto& frame : frames) topics.push_back(frame.type());
        return topics;
    }
    bus::Subscription hear(const std::string& topic) {
        return bus.subscribe(topic, here, [this](const Message& m) { heard.push_back(m); });
    }

    InlineExecutor here;
    bus::LocalBus inner;
    LegacyBus bus{inner, here};
    std::vector<Message> frames;  // what a client of the inner bus gets
    std::vector<Message> heard;   // what one of our own parts gets
    bus::Subscription wire;
};

// LEG-07
TEST_F(LegacyBusTest, PublishesTheSpecFrameAndThenOneMarkedTwin) {
    bus.publish(Message("ovos.utterance.speak", {{"utterance", "hi"}}));
    EXPECT_THAT(wire_topics(), ElementsAre("ovos.utterance.speak", "speak"));
    EXPECT_FALSE(is_marked(frames[0]));
    EXPECT_TRUE(is_marked(frames[1]));
}

TEST_F(LegacyBusTest, APartHearsItselfOnce) {
    const auto subscription = hear("ovos.utterance.speak");
    bus.publish(Message("ovos.utterance.speak", {{"utterance", "hi"}}));
    EXPECT_EQ(heard.size(), 1U);
}

// LEG-06
TEST_F(LegacyBusTest, ALegacyFrameReachesOurPartsAndIsNotPublishedAgain) {
    const auto subscription = hear("ovos.utterance.handle");
    inner.publish(Message("recognizer_loop:utterance", {{"utterances", json::array{"hi"}}}));
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].type(), "ovos.utterance.handle");
    EXPECT_THAT(wire_topics(), ElementsAre("recognizer_loop:utterance"));
}

// LEG-05
TEST_F(LegacyBusTest, APairOfSpecFrameAndTwinIsHeardOnce) {
    const auto subscription = hear("ovos.utterance.handle");
    const Message spec("ovos.utterance.handle", {{"utterances", json::array{"hi"}}});
    inner.publish(spec);
    inner.publish(legacy_twin(spec).value());
    EXPECT_EQ(heard.size(), 1U);
}

// LEG-05
TEST_F(LegacyBusTest, AFrameWithAnInheritedMarkerIsHeardWithoutIt) {
    const auto subscription = hear("ovos.fallback.pong");
    inner.publish(
        with_marker(Message("ovos.skills.fallback.pong", {{"skill_id", "a"}}), namespace_marker));
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_FALSE(is_marked(heard[0]));
}

TEST_F(LegacyBusTest, DeliversToOurPartsAlone) {
    const auto subscription = hear("ovos.*");
    bus.deliver(Message("ovos.intent.register.template"));
    EXPECT_EQ(heard.size(), 1U);
    EXPECT_THAT(frames, IsEmpty());
}

TEST_F(LegacyBusTest, ASubscriptionThatEndedHearsNothing) {
    auto subscription = hear("ovos.stop");
    subscription.reset();
    bus.publish(Message("ovos.stop"));
    inner.publish(Message("mycroft.stop"));
    bus.deliver(Message("ovos.stop"));
    EXPECT_THAT(heard, IsEmpty());
}

TEST_F(LegacyBusTest, AHandlerThatThrowsHarmsNobodyElse) {
    const auto bad =
        bus.subscribe("ovos.stop", here, [](const Message&) { throw std::runtime_error("no"); });
    const auto subscription = hear("ovos.stop");
    inner.publish(Message("mycroft.stop"));
    EXPECT_EQ(heard.size(), 1U);
}

}  // namespace
}  // namespace utter::legacy
